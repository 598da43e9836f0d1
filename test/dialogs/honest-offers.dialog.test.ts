import { describe, expect, it } from "vitest";
import { type Offer, secondPartOf } from "../../src/availability/offer.ts";
import type { Wish } from "../../src/availability/wish.ts";
import { bookRoom } from "../../src/booking/book-room.ts";
import { giveBack } from "../../src/booking/give-back.ts";
import type { BookingRequest } from "../../src/booking/requests.ts";
import { createDesk, type Desk } from "../../src/bot/desk.ts";
import { seriesPieces } from "../../src/bot/handlers/series-pieces.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Person } from "../../src/core/model.ts";
import type { Platform } from "../../src/ports/platform.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import type { Colleague } from "../../src/sandbox/office.ts";
import { seededRandom } from "../../src/sandbox/seed/random.ts";
import { findRooms } from "../../src/search/find-rooms.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { formatClock } from "../../src/time/format.ts";
import { occurrencesOf } from "../../src/time/recurrence.ts";
import { PLATFORMS, SETTINGS, type VendorName, WEDNESDAY_10_07 } from "../helpers/office.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PLENTY = 100_000;
/** Somebody of the one department with a room of its own, the one person with one, an engineer, an ordinary colleague, the administrator. */
const PEOPLE = ["zhou-jie", "kenji", "li-lei", "zhao-min", "wang-fang"];
/** Days ahead: today, the week, and the edges of the rooms that open one and two weeks ahead. */
const DAYS = [0, 1, 2, 5, 6, 7, 8, 13, 14, 15];
const STARTS = [7 * 60, 8 * 60 + 30, 9 * 60, 12 * 60, 14 * 60 + 15, 17 * 60, 19 * 60, 21 * 60 + 30];
const LENGTHS = [10, 15, 30, 60, 90, 120, 135, 240, 300];

const createPlatform: Record<VendorName, (sandbox: Sandbox, deps: PlatformDeps) => Promise<Platform>> = {
  dingtalk: async ({ dingtalk }, deps) => {
    const { createDingTalkPlatform } = await import("../../src/platforms/dingtalk/index.ts");
    const { id: clientId, secret: clientSecret } = dingtalk.app;
    const bases = { apiBase: dingtalk.base, oapiBase: dingtalk.base };
    return createDingTalkPlatform(
      { clientId, clientSecret, robotCode: clientId, ...bases, qps: PLENTY },
      deps,
    );
  },
  feishu: async ({ feishu }, deps) => {
    const { createFeishuPlatform } = await import("../../src/platforms/feishu/index.ts");
    const { id: appId, secret: appSecret } = feishu.app;
    return createFeishuPlatform(
      {
        appId,
        appSecret,
        domain: feishu.base,
        accountsDomain: feishu.base,
        userLink: true,
        qps: PLENTY,
        qpm: PLENTY,
      },
      deps,
    );
  },
};
interface PlatformDeps {
  readonly clock: Sandbox["clock"];
  readonly logger: typeof silentLogger;
  readonly storage: ReturnType<typeof createMemoryStorage>;
  readonly zone: string;
}

/** The seeded office in use, and a desk at it; the clock runs so fast that nobody waits for a room's answer. */
async function atDesk(
  vendor: VendorName,
  test: (desk: Desk, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({
    nowMs: WEDNESDAY_10_07,
    seed: 7,
    roomAnswerMs: [1, 2],
    limits: { dingtalkPerSecond: PLENTY, feishuPerSecond: PLENTY, feishuPerMinute: PLENTY },
  });
  const { clock } = sandbox;
  const storage = createMemoryStorage(clock);
  const deps = { clock, logger: silentLogger, storage, zone: SETTINGS.zone };
  const platform = await createPlatform[vendor](sandbox, deps);
  const office = { ...SETTINGS, questionRooms: Number.POSITIVE_INFINITY };
  const haste = setInterval(() => clock.advance(200), 5);
  try {
    await test(createDesk(platform, { storage, clock, logger: silentLogger, office }), sandbox);
  } finally {
    clearInterval(haste);
    await platform.close();
    await sandbox.close();
    await storage.close();
  }
}

const personOn: Record<VendorName, (colleague: Colleague) => Person> = {
  dingtalk: ({ dingtalk, name }) => ({ id: dingtalk.userId, name }),
  feishu: ({ feishu, name }) => ({ id: feishu.openId, name }),
};

const FIRST_MIDNIGHT = Date.parse("2026-03-11T00:00:00+08:00");
/** On which mornings people ask, counted from the first; a person may make a hundred events a day on DingTalk. */
const MORNINGS = [0, 1, 2, 5, 6];

/** Wishes over the coming weeks: at a time, or within some hours, of every length. */
function wishes(midnight: number, days: readonly number[], random: () => number): Wish[] {
  const any = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  return days.map((day): Wish => {
    const durationMs = any(LENGTHS) * MINUTE_MS;
    const start = midnight + day * DAY_MS + Math.max(any(STARTS), day === 0 ? 17 * 60 : 0) * MINUTE_MS;
    const window = { start, end: start + Math.max(durationMs, 4 * 60 * MINUTE_MS) };
    const isWithin = random() < 0.3;
    return {
      when: isWithin
        ? { kind: "within", windows: [window], durationMs }
        : { kind: "at", interval: { start, end: start + durationMs } },
      equipment: random() < 0.2 ? ["projector"] : [],
      ...(random() < 0.4 ? { minSeats: any([2, 6, 12, 20]) } : {}),
    };
  });
}

const TITLE = "Tried out";
/** Series, each with its first meeting, the minutes of it, and the last day. */
const SERIES = [
  ["FREQ=WEEKLY;BYDAY=TH", "2026-03-12T15:00", 60, "2026-04-30"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-12T08:00", 30, "2026-03-25"],
  ["FREQ=DAILY", "2026-03-12T18:30", 120, "2026-03-20"],
  ["FREQ=MONTHLY;BYMONTHDAY=16", "2026-03-16T10:00", 150, "2026-06-01"],
] as const;

function seriesWish([rule, start, minutes, untilLocalDate]: (typeof SERIES)[number]): Wish {
  const from = Date.parse(`${start}+08:00`);
  const first = { start: from, end: from + minutes * MINUTE_MS };
  const occurrences = occurrencesOf({ first, rule, untilLocalDate }, SETTINGS.zone);
  return { when: { kind: "series", occurrences, rule, untilLocalDate, isEndAssumed: false }, equipment: [] };
}

/** What an offer asks the calendar for: one room, two one after the other, or a series in pieces. */
function requestsOf(offer: Offer, { when }: Wish, organiser: Person): readonly BookingRequest[] {
  const requests = singlesOf(offer, organiser);
  const [request] = requests;
  return when.kind === "series" && request ? seriesPieces(request, when, offer.skips ?? []) : requests;
}

function singlesOf(offer: Offer, organiser: Person): BookingRequest[] {
  const second = secondPartOf(offer);
  return [{ room: offer.room, interval: offer.interval }, ...(second ? [second] : [])].map(
    ({ room, interval }): BookingRequest => ({
      ...interval,
      organiser,
      attendees: [],
      room: { id: room.id, name: room.name, place: "" },
      title: TITLE,
      zone: SETTINGS.zone,
      onto: "new",
      needsApproval: offer.approval || offer.mayBeDeclined,
    }),
  );
}

let bookings = 0;
/** Books it and gives it back; what came of it. */
async function tryOut(desk: Desk, request: BookingRequest): Promise<string> {
  bookings += 1;
  const key = `try-${bookings}`;
  const outcome = await bookRoom(desk.booking, key, request);
  desk.search.freeBusy.forget(request.room.id);
  if (outcome.kind !== "booked")
    return outcome.kind === "refused" ? `refused: ${outcome.reason ?? "by the room"}` : outcome.kind;
  const { eventId, title, ownsEvent, response } = outcome;
  const { start, end } = request;
  const booking = { eventId, title, ownsEvent, start, end, isOrganiser: true, rooms: [] };
  await giveBack(desk.booking, `${key}:back`, { booking, organiser: request.organiser });
  return response;
}

const clockOf = (ms: number): string => formatClock(ms, SETTINGS.zone);

/** Books everything that this person is offered for the wish; room and outcome of what was not as announced. */
async function tryAll(desk: Desk, wish: Wish, asker: Person): Promise<{ rooms: string[]; wrong: string[] }> {
  const limit = wish.when.kind === "at" ? 60 : 8;
  // As if most had been shown: otherwise three are enough to choose from.
  const question = { wish, asker, limit, shown: limit - 3, nearMisses: true };
  const found = await findRooms(desk.search, question);
  const all = [...found.offers, ...found.nearMisses].flatMap((offer) =>
    requestsOf(offer, wish, asker).map((request) => ({ request, offer })),
  );
  const rooms = [...new Set(all.map(({ request }) => request.room.name))];
  const wrong: string[] = [];
  // Times of one room may overlap: one after the other.
  const tryRoom = async (name: string) => {
    for (const { request, offer } of all.filter((one) => one.request.room.name === name)) {
      const outcome = await tryOut(desk, request);
      const line = `${name} ${clockOf(request.start)}–${clockOf(request.end)}: ${outcome}`;
      if (offer.mayBeDeclined) wrong.push(`${line}, and called uncertain`);
      else if (outcome !== (offer.approval ? "approval" : "accepted")) wrong.push(line);
    }
  };
  await Promise.all(rooms.map(tryRoom));
  return { rooms: all.map(({ request }) => request.room.name), wrong };
}

/** What the bot cannot know: DingTalk keeps to Hubble's hours and tells them to nobody, by no API. */
const TOLD_BY_NO_API = /^Hubble .*: refused: .*outside bookable hours/;
const isKnowable = (vendor: VendorName, line: string): boolean =>
  vendor !== "dingtalk" || !TOLD_BY_NO_API.test(line);

describe.concurrent.each(PLATFORMS)("every offer on %s", (vendor) => {
  it(
    "can be had by whoever it is made to, with approval only where that is said",
    () =>
      atDesk(vendor, async (desk, { world, clock }) => {
        const tried: string[] = [];
        const wrong: string[] = [];
        const before = world.meetings().length;
        const random = seededRandom(11);
        for (const [at, morning] of MORNINGS.entries()) {
          clock.set(Math.max(clock.now(), WEDNESDAY_10_07 + morning * DAY_MS));
          for (const key of PEOPLE) {
            const colleague = world.office.colleagues.find((one) => one.key === key);
            if (!colleague) throw new Error(`nobody is called ${key}`);
            const days = DAYS.slice(2 * at, 2 * at + 2);
            for (const wish of wishes(FIRST_MIDNIGHT + morning * DAY_MS, days, random)) {
              const outcome = await tryAll(desk, wish, personOn[vendor](colleague));
              tried.push(...outcome.rooms.map((room) => `${key}: ${room}`));
              wrong.push(...outcome.wrong);
            }
          }
        }
        expect(wrong.filter((line) => isKnowable(vendor, line))).toEqual([]);
        expect(world.meetings()).toHaveLength(before);
        expect(tried.length).toBeGreaterThan(500);
        // The rooms that only some may have are offered to them, and to nobody else.
        const has = (who: string, room: string) => tried.includes(`${who}: ${room}`);
        expect(PEOPLE.filter((who) => has(who, "录音室"))).toEqual(["zhou-jie"]);
        expect(PEOPLE.filter((who) => has(who, "Ada"))).toEqual(["kenji"]);
        expect(PEOPLE.filter((who) => has(who, "实验室"))).toEqual(["kenji", "li-lei"]);
        expect(PEOPLE.filter((who) => has(who, "董事会议室"))).toEqual(
          // DingTalk tells everybody that no program may book it; Feishu names who may.
          vendor === "feishu" ? ["wang-fang"] : [],
        );
        expect(PEOPLE.filter((who) => has(who, "多功能厅"))).toEqual([]);
      }),
    120_000,
  );

  it(
    "of a series can be had on every date that it does not leave out",
    () =>
      atDesk(vendor, async (desk, { world }) => {
        const made = () => world.meetings().filter(({ title }) => title === TITLE);
        const wrong: string[] = [];
        const tried: string[] = [];
        for (const key of ["li-lei", "zhao-min"]) {
          const colleague = world.office.colleagues.find((one) => one.key === key);
          if (!colleague) throw new Error(`nobody is called ${key}`);
          for (const series of SERIES) {
            const outcome = await tryAll(desk, seriesWish(series), personOn[vendor](colleague));
            tried.push(...outcome.rooms);
            wrong.push(...outcome.wrong);
          }
        }
        expect(wrong.filter((line) => isKnowable(vendor, line))).toEqual([]);
        expect(made()).toEqual([]);
        expect(tried.length).toBeGreaterThan(40);
      }),
    120_000,
  );
});
