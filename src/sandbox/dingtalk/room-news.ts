import { createHash } from "node:crypto";
import { DateTime } from "luxon";
import type { Clock } from "../../core/clock.ts";
import { dingtalkIds } from "../seed/ids.ts";
import type { Meeting, RoomAnswer } from "../world.ts";
import { CORP_ID, eventIdOf, type Ids } from "./ids.ts";
import type { Stream } from "./stream.ts";
import type { Switches } from "./switches.ts";

/** `appvaral` is the vendor's spelling. */
export type RoomNewsKind =
  | "appvaral"
  | "bookSuccess"
  | "bookCancel"
  | "bookRefuse"
  | "bookUpdate"
  | "bookMemberChange";

export const ROOM_BOOKED = "meetingroom_book";

/**
 * The event `meetingroom_book`: what becomes of any room's booking in the organisation, whoever made it. Each kind
 * says as little as the vendor's page prints for it. Source: "会议室事件", 2026-07-22.
 */
export class RoomNews {
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly stream: Stream,
    readonly switches: Switches,
  ) {}

  /** `before`: what the room had answered until now; undefined: it was not on the event. */
  tell(kind: RoomNewsKind, meeting: Meeting, roomKey: string, before: RoomAnswer | undefined): void {
    if (!this.switches.subscribedEvents.has(ROOM_BOOKED)) return;
    const room = this.ids.world.room(roomKey);
    this.stream.pushEvent(ROOM_BOOKED, {
      EventType: ROOM_BOOKED,
      eventSubType: kind,
      corpId: CORP_ID,
      bookId: bookIdOf(meeting, roomKey),
      isApproval: room.rules.approval !== undefined,
      extension: { calendarEventId: `primary;${eventIdOf(meeting)}` },
      ...(kind === "bookUpdate" || kind === "bookMemberChange" ? {} : { preStatus: statusOf(before) }),
      ...(kind === "bookUpdate" ? { title: meeting.title, roomName: room.name } : {}),
      ...(kind === "appvaral" || kind === "bookSuccess" ? this.#details(meeting, roomKey) : {}),
    });
  }

  #details(
    { organiserKey, title, start, end, createdMs }: Meeting,
    roomKey: string,
  ): Record<string, unknown> {
    const { office } = this.ids.world;
    const organiser = this.ids.colleague(organiserKey);
    const room = this.ids.world.room(roomKey);
    const local = (ms: number) =>
      DateTime.fromMillis(ms, { zone: office.zone }).toFormat("yyyy-MM-dd HH:mm:ss");
    return {
      title,
      userId: organiser?.dingtalk.userId ?? dingtalkIds.userId(organiserKey),
      userName: organiser?.name ?? "同事",
      roomId: room.dingtalk.roomId,
      roomName: room.name,
      bookTime: local(createdMs),
      startTime: local(start),
      endTime: local(end),
    };
  }
}

const bookIdOf = ({ id }: Meeting, roomKey: string): string =>
  `ding${createHash("sha256").update(`${id} ${roomKey}`).digest("hex").slice(0, 32)}`;

function statusOf(before: RoomAnswer | undefined): "INIT" | "APPROVALING" | "SUCCESS" {
  if (before === undefined) return "INIT";
  return before === "tentative" ? "APPROVALING" : "SUCCESS";
}
