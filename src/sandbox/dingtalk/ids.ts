import type { Colleague, Department, Office, OfficeChat, OfficeRoom } from "../office.ts";
import { dingtalkIds } from "../seed/ids.ts";
import { type Occurrence, occurrenceOf, ruledTimes, timesOf } from "../series.ts";
import type { World } from "../world.ts";

/** The organisation. */
export const CORP_ID = "ding5f2a9c07e1b84d36acaaa37764f94726";

const byId = <T>(things: readonly T[], id: (thing: T) => string): ReadonlyMap<string, T> =>
  new Map(things.map((thing) => [id(thing), thing]));

/** From DingTalk's ids to the office's things and back. Outsiders are in the chats and not in the directory. */
export class Ids {
  readonly #office: Office;
  readonly #byUnionId: ReadonlyMap<string, Colleague>;
  readonly #byUserId: ReadonlyMap<string, Colleague>;
  readonly #byRoomId: ReadonlyMap<string, OfficeRoom>;
  readonly #byConversationId: ReadonlyMap<string, OfficeChat>;

  constructor(readonly world: World) {
    this.#office = world.office;
    const members = this.#office.colleagues.filter((one) => !one.isOutsider);
    this.#byUnionId = byId(members, (one) => one.dingtalk.unionId);
    this.#byUserId = byId(members, (one) => one.dingtalk.userId);
    this.#byRoomId = byId(this.#office.rooms, (one) => one.dingtalk.roomId);
    this.#byConversationId = byId(this.#office.chats, (one) => one.dingtalk.conversationId);
  }

  /** Everybody in the directory. */
  members(): Colleague[] {
    return [...this.#byUnionId.values()];
  }

  /** The member with this unionId; a userId is not one. */
  member(unionId: string): Colleague | undefined {
    return this.#byUnionId.get(unionId);
  }

  memberByUserId(userId: string): Colleague | undefined {
    return this.#byUserId.get(userId);
  }

  colleague(key: string): Colleague | undefined {
    return this.#office.colleagues.find((one) => one.key === key);
  }

  room(roomId: string): OfficeRoom | undefined {
    return this.#byRoomId.get(roomId);
  }

  chat(conversationId: string): OfficeChat | undefined {
    return this.#byConversationId.get(conversationId);
  }

  /** The unionId of a meeting's organiser, also of staff who are in no chat. */
  unionIdOf(organiserKey: string): string {
    return this.colleague(organiserKey)?.dingtalk.unionId ?? dingtalkIds.unionId(organiserKey);
  }

  /** Ids of departments from the person's own up to the company's root, which is 1. */
  departmentChain(person: Colleague): number[] {
    const chain: number[] = [];
    for (let key: string | undefined = person.departmentKey; key !== undefined; ) {
      const department = this.#office.departments.find((one) => one.key === key);
      if (!department) break;
      chain.push(department.dingtalk.deptId);
      key = department.parentKey;
    }
    return [...chain, 1];
  }

  department(deptId: number): Department | undefined {
    return this.#office.departments.find((one) => one.dingtalk.deptId === deptId);
  }

  /** The id of the department above; the company's root is 1. */
  parentOf({ parentKey }: Department): number {
    return this.#office.departments.find((one) => one.key === parentKey)?.dingtalk.deptId ?? 1;
  }

  /** What an event's id names: a meeting, or one of a series; undefined where there never was such a one. */
  event(eventId: string): Occurrence | undefined {
    const bytes = Buffer.from(Buffer.from(eventId, "base64").toString("latin1"), "base64");
    const meeting = this.world.meeting(uuidOf(bytes.subarray(0, 16)));
    if (!meeting || bytes.length === 16) return meeting;
    if (bytes.length !== 24) return undefined;
    const originStart = Number(bytes.readBigInt64BE(16));
    const alone = this.world.instance(meeting, originStart);
    if (alone) return alone;
    const { zone } = this.#office;
    const starts = (time: { readonly start: number }): boolean => time.start === originStart;
    const time = meeting.recurrence && ruledTimes(meeting, zone).find(starts);
    if (!time) return undefined;
    const isCancelled = meeting.isCancelled || !timesOf(meeting, zone).some(starts);
    return { ...occurrenceOf(meeting, time), isCancelled };
  }
}

const uuidOf = (bytes: Buffer): string =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** What an event is one of: the series' own id, and when it would have begun. */
export function instanceOf(event: Occurrence): { seriesId: string; originStart: number } | undefined {
  return event.series ? { seriesId: event.series.id, originStart: event.start } : event.instanceOf;
}

/** An event's id, in the vendor's form: base64 of the base64 of some bytes. One of a series has an id of its own. */
export function eventIdOf(event: Occurrence): string {
  const instance = instanceOf(event);
  return instance ? idOf(instance.seriesId, instance.originStart) : idOf(event.id);
}

/** The id of the series that an event is one of. */
export function seriesIdOf(event: Occurrence): string | undefined {
  const instance = instanceOf(event);
  return instance && idOf(instance.seriesId);
}

function idOf(meetingId: string, originStart?: number): string {
  const start = Buffer.alloc(originStart === undefined ? 0 : 8);
  if (originStart !== undefined) start.writeBigInt64BE(BigInt(originStart));
  const inner = Buffer.concat([Buffer.from(meetingId.replaceAll("-", ""), "hex"), start]).toString("base64");
  return Buffer.from(inner, "latin1").toString("base64");
}
