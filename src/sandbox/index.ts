import { type DingTalk, startDingTalk } from "./dingtalk/index.ts";
import { ROOM_BOOKED } from "./dingtalk/room-news.ts";
import type { Pace } from "./feishu/connections.ts";
import { ROOM_CHANGED } from "./feishu/events.ts";
import { type Feishu, startFeishu } from "./feishu/index.ts";
import { type GroundOptions, sandboxGround } from "./ground.ts";
import type { SandboxGround } from "./sandbox.ts";

export interface SandboxOptions extends GroundOptions {
  /** Calls of one app to one API. Absent: the vendors' own limits. */
  readonly limits?: {
    readonly dingtalkPerSecond?: number;
    /** Replies into one chat, through the addresses that come with its messages. */
    readonly dingtalkRepliesPerMinute?: number;
    readonly feishuPerSecond?: number;
    readonly feishuPerMinute?: number;
  };
  /** Whether both apps have ticked the events that tell of booked rooms, as their set-up guides advise. Absent: they have not. */
  readonly hasRoomEvents?: boolean;
  /** Feishu's deadlines, redelivery and reconnection, in real time. Absent: the vendor's own, minutes long. */
  readonly feishuPace?: Partial<Pace>;
}

export type Sandbox = SandboxGround & {
  readonly dingtalk: DingTalk;
  readonly feishu: Feishu;
  /** Ends both vendors and every connection to them. */
  close(): Promise<void>;
};

/** Starts one office that both imitated vendors show, each on a free port of 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const ground = sandboxGround(options);
  const { dingtalkPerSecond, dingtalkRepliesPerMinute, feishuPerSecond, feishuPerMinute } =
    options.limits ?? {};
  const dingtalk = await startDingTalk(ground, {
    ...(dingtalkPerSecond === undefined ? {} : { perSecond: dingtalkPerSecond }),
    ...(dingtalkRepliesPerMinute === undefined ? {} : { repliesPerMinute: dingtalkRepliesPerMinute }),
  });
  const feishuLimits = {
    ...(feishuPerSecond === undefined ? {} : { perSecond: feishuPerSecond }),
    ...(feishuPerMinute === undefined ? {} : { perMinute: feishuPerMinute }),
  };
  const feishu = await startFeishu(ground, feishuLimits, options.feishuPace);
  if (options.hasRoomEvents) {
    dingtalk.switches.subscribedEvents.add(ROOM_BOOKED);
    feishu.switches.subscribedEvents.add(ROOM_CHANGED);
  }
  return {
    ...ground,
    dingtalk,
    feishu,
    close: async () => {
      await Promise.all([dingtalk.close(), feishu.close()]);
    },
  };
}
