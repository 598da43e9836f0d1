import { metered } from "../../budget/metered-queue.ts";
import { MonthCount } from "../../budget/month-count.ts";
import type { DingTalkConfig } from "../../config.ts";
import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { Platform } from "../../ports/platform.ts";
import type { Storage } from "../../ports/storage.ts";
import { createCallQueue } from "../../queue/bottleneck-queue.ts";
import type { SharedLimits } from "../../queue/shared-limits.ts";
import { type CallWatch, watched } from "../../queue/watched.ts";
import { createCalendar } from "./calendar.ts";
import { createClient } from "./client.ts";
import { createDirectory } from "./directory.ts";
import { createInteractiveCards } from "./interactive-cards.ts";
import { countedAs, dingTalkLimits } from "./limits.ts";
import { StreamListener } from "./listener.ts";
import { createMessenger } from "./messenger.ts";
import { createRobot } from "./robot.ts";
import { createRooms } from "./rooms.ts";
import { createSchedules } from "./schedules.ts";
import { TIMINGS, type Timings } from "./timings.ts";
import { createAppTokens } from "./token.ts";
import { createUnionIds } from "./union-ids.ts";

export interface DingTalkDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly storage: Storage;
  /** The office's IANA zone. */
  readonly zone: string;
  /** Where other instances call in the name of the same app. */
  readonly sharedLimits?: SharedLimits | undefined;
  readonly timings?: Partial<Timings>;
  /** Is told of every call. */
  readonly callWatch?: CallWatch | undefined;
}

/** DingTalk behind the ports. Nothing is sent or opened before it is asked for. */
export function createDingTalkPlatform(config: DingTalkConfig, deps: DingTalkDeps): Platform {
  const { clientId, clientSecret, robotCode, cardTemplateId, apiBase, oapiBase, qps } = config;
  const { clock, storage, zone } = deps;
  const logger = deps.logger.with({ platform: "dingtalk" });
  const timings = { ...TIMINGS, ...deps.timings };
  const timeoutMs = timings.requestMs;

  const calls = createCallQueue({ limits: dingTalkLimits(qps), logger, shared: deps.sharedLimits });
  const budget = new MonthCount({
    platform: "dingtalk",
    storage,
    clock,
    logger,
    shares: { calls: config.monthlyCalls, messages: config.monthlyMessages },
  });
  const counted = metered(calls, { countedAs, count: budget, clock });
  const queue = deps.callWatch ? watched(counted, deps.callWatch) : counted;
  const app = { clientId, clientSecret, apiBase, timeoutMs };
  const tokens = createAppTokens({ ...app, queue, clock });
  const client = createClient({ apiBase, oapiBase, timeoutMs, tokens, queue });
  const unionIds = createUnionIds(client, storage);
  const unionIdOf = unionIds.of;

  return {
    name: "dingtalk",
    listener: new StreamListener({
      gateway: app,
      timings,
      clock,
      logger,
      unionIds,
      storage,
      onPush: () => budget.count("messages"),
    }),
    messenger: createMessenger({
      robot: createRobot(client, robotCode),
      ...(cardTemplateId !== undefined && {
        cards: createInteractiveCards(client, storage, { templateId: cardTemplateId, robotCode }),
      }),
      queue,
      bases: [apiBase, oapiBase],
      timeoutMs,
      clock,
      logger,
    }),
    directory: createDirectory(client, unionIdOf, storage),
    schedules: createSchedules({ client, unionIdOf, zone }),
    rooms: createRooms({ client, unionIdOf, zone, logger }),
    calendar: createCalendar({ client, unionIdOf, zone, logger }),
    budget,
    close: async () => {
      await queue.stop();
      await budget.flush();
    },
  };
}
