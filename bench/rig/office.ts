import type { Interval } from "../../src/core/interval.ts";
import type { Equipment } from "../../src/core/model.ts";
import type { Colleague, Office, OfficeChat, OfficeRoom, Place } from "../../src/sandbox/office.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { dingtalkIds, feishuIds } from "../../src/sandbox/seed/ids.ts";
import { pick, seededRandom, weighted } from "../office/random.ts";

/** Wednesday 11 March 2026, 08:07 in Shanghai: before the working day begins. */
export const NOW_MS = Date.parse("2026-03-11T08:07:00+08:00");
export const ZONE = "Asia/Shanghai";
export const MINUTE_MS = 60_000;
/** Where calls are plenty, busy times are believed for a minute. */
export const FORGOTTEN_MS = 2 * MINUTE_MS;
const DAY_MS = 86_400_000;
const TODAY_MS = Date.parse("2026-03-11T00:00:00+08:00");
const OPENS_MINUTE = 9 * 60;
const CLOSES_MINUTE = 18 * 60;
const LENGTHS = [30, 30, 60, 60, 60, 90, 120] as const;
const ROOMS_A_FLOOR = 10;
const FLOORS = 8;
const SEATS = [
  [4, 30],
  [6, 25],
  [8, 20],
  [10, 10],
  [12, 8],
  [20, 5],
  [30, 2],
] as const;
const EQUIPMENT: readonly (readonly [Equipment, number])[] = [
  ["projector", 0.5],
  ["tv", 0.3],
  ["whiteboard", 0.4],
  ["video", 0.3],
  ["phone", 0.3],
];

/** An office by its numbers: the same spec is the same office in every process. */
export interface OfficeSpec {
  readonly rooms: number;
  readonly colleagues: number;
  readonly seed: number;
  /** The share of the rooms that are taken at any moment of the working day, 0 to 1. */
  readonly busyShare: number;
  /** Days from today on which they are; all others are empty. */
  readonly busyDays: number;
  /** Whether each room has to be approved by somebody. */
  readonly needApproval?: boolean;
}

const numbered = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** `minutes` from `fromMinute` of the day on that is `daysAhead` of today. */
export function span(daysAhead: number, fromMinute: number, minutes: number): Interval {
  const start = TODAY_MS + daysAhead * DAY_MS + fromMinute * MINUTE_MS;
  return { start, end: start + minutes * MINUTE_MS };
}

/** Ten rooms on a floor, eight floors in a building; anybody may book each of them. */
export function officeOf({ rooms, colleagues, seed, needApproval }: OfficeSpec): Office {
  const random = seededRandom(seed);
  const floors = Math.ceil(rooms / ROOMS_A_FLOOR);
  const buildings = Math.ceil(floors / FLOORS);
  const letter = (at: number) => (buildings > 26 ? `T${at + 1}` : String.fromCharCode(65 + at));
  const people = numbered(colleagues, colleagueAt);
  return {
    zone: ZONE,
    departments: [
      {
        key: "all",
        name: "All",
        dingtalk: { deptId: dingtalkIds.deptId("all") },
        feishu: { openDepartmentId: feishuIds.openDepartmentId("all") },
      },
    ],
    colleagues: people,
    places: [
      ...numbered(buildings, (at) => placeOf(`b${at}`, `Tower ${letter(at)}`)),
      ...numbered(floors, (at) => placeOf(`f${at}`, `F${(at % FLOORS) + 1}`, `b${Math.floor(at / FLOORS)}`)),
    ],
    rooms: numbered(rooms, (at): OfficeRoom => {
      const key = `room-${at + 1}`;
      return {
        key,
        name: `Room ${String(at + 1).padStart(4, "0")}`,
        placeKey: `f${Math.floor(at / ROOMS_A_FLOOR)}`,
        capacity: weighted(SEATS, random),
        equipment: EQUIPMENT.flatMap(([one, share]) => (random() < share ? [one] : [])),
        rules: { bookableBy: "everyone", recurring: true, ...(needApproval && { approval: "standard" }) },
        dingtalk: { roomId: dingtalkIds.roomId(key) },
        feishu: { roomId: feishuIds.roomId(key) },
      };
    }),
    chats: people.map(chatOf),
  };
}

/** When each room is taken, by its key: stretches of usual lengths, each taken with the share, so that each moment is. */
export function busyTimesOf({ rooms, seed, busyShare, busyDays }: OfficeSpec): Map<string, Interval[]> {
  const random = seededRandom(seed + 1);
  return new Map(
    numbered(rooms, (at) => {
      const busy: Interval[] = [];
      for (let day = 0; day < busyDays; day += 1) {
        // Each room's meetings begin in a rhythm of its own.
        let minute = OPENS_MINUTE - pick([0, 30, 60], random);
        while (minute < CLOSES_MINUTE) {
          const minutes = Math.min(pick(LENGTHS, random), CLOSES_MINUTE - minute);
          if (random() < busyShare) busy.push(span(day, minute, minutes));
          minute += minutes;
        }
      }
      return [`room-${at + 1}`, busy] as const;
    }),
  );
}

export const colleagueKeys = (count: number): string[] => numbered(count, (at) => `colleague-${at + 1}`);

function colleagueAt(at: number): Colleague {
  const key = `colleague-${at + 1}`;
  const name = `Colleague ${at + 1}`;
  return {
    key,
    name,
    englishName: name,
    departmentKey: "all",
    isAdmin: false,
    dingtalk: { userId: dingtalkIds.userId(key), unionId: dingtalkIds.unionId(key) },
    feishu: {
      openId: feishuIds.openId(key),
      unionId: feishuIds.unionId(key),
      userId: feishuIds.userId(key),
    },
  };
}

function chatOf({ key, name }: Colleague): OfficeChat {
  const chatKey = directChatKey(key);
  return {
    key: chatKey,
    title: name,
    kind: "direct",
    memberKeys: [key],
    dingtalk: { conversationId: dingtalkIds.conversationId(chatKey) },
    feishu: { chatId: feishuIds.chatId(chatKey) },
  };
}

const placeOf = (key: string, name: string, parentKey?: string): Place => ({
  key,
  name,
  ...(parentKey === undefined ? {} : { parentKey }),
  dingtalk: { groupId: dingtalkIds.groupId(key) },
  feishu: { levelId: feishuIds.levelId(key) },
});
