/**
 * What a month of an organisation costs, from what a question and a booking cost. The formula is in
 * `docs/capacity.md`; its table is printed by `bench/capacity.ts`.
 */

export type VendorName = "dingtalk" | "feishu";

/** How much people do with the bot, as in the simulated day: 300 questions and 120 bookings for 200 rooms. */
export const HABITS = {
  peopleARoom: 10,
  questionsARoomAndDay: 1.5,
  bookingsARoomAndDay: 0.6,
  workingDaysAMonth: 22,
  /** The list of rooms is read anew after six hours, so twice in a day on which people ask. */
  listsADay: 2,
  /** A room's rules are read anew after a week. */
  rulesAMonth: 52 / 12,
  roomsAListCall: 100,
  /** A tenth of the day's questions come in its busiest quarter of an hour, twice as many in its busiest minute. */
  busiestMinuteShare: (0.1 / 15) * 2,
} as const;

/** Calls, as they were measured. */
export interface Costs {
  /** Search calls a question: free/busy, list, rules, people. */
  readonly question: number;
  /** From the choice to the final word, messages left out. */
  readonly booking: number;
  /** Calls that answering takes: on DingTalk an answer is a message and no metered call. */
  readonly answer: number;
}

export interface Edition {
  readonly vendor: VendorName;
  readonly name: string;
  /** A month; absent is no such quota. */
  readonly calls?: number;
  readonly messages?: number;
  /** Calls to one API. */
  readonly perSecond: number;
  readonly perMinute?: number;
}

/** Sources are named in `docs/capacity.md`. */
export const EDITIONS: readonly Edition[] = [
  { vendor: "dingtalk", name: "DingTalk standard", calls: 5_000, messages: 3_000, perSecond: 20 },
  { vendor: "dingtalk", name: "DingTalk professional", calls: 200_000, messages: 50_000, perSecond: 40 },
  {
    vendor: "dingtalk",
    name: "DingTalk standard and a development pack",
    calls: 5_000_000,
    messages: 500_000,
    perSecond: 60,
  },
  { vendor: "feishu", name: "Feishu free", calls: 10_000, perSecond: 50, perMinute: 1_000 },
  { vendor: "feishu", name: "Feishu, paid editions", perSecond: 50, perMinute: 1_000 },
];

export interface Month {
  readonly calls: number;
  readonly messages: number;
  /** Free/busy and other search calls in the busiest minute. */
  readonly callsInBusiestMinute: number;
  readonly questionsInBusiestMinute: number;
}

export function monthOf(rooms: number, costs: Costs): Month {
  const days = HABITS.workingDaysAMonth;
  const questions = rooms * HABITS.questionsARoomAndDay;
  const bookings = rooms * HABITS.bookingsARoomAndDay;
  const lists = HABITS.listsADay * Math.ceil(rooms / HABITS.roomsAListCall);
  const perDay =
    questions * (costs.question + costs.answer) + bookings * (costs.booking + costs.answer) + lists;
  const questionsInBusiestMinute = questions * HABITS.busiestMinuteShare;
  return {
    calls: days * perDay + HABITS.rulesAMonth * rooms,
    // Each question and each choice is a message, and so is each answer.
    messages: days * 2 * (questions + bookings),
    questionsInBusiestMinute,
    callsInBusiestMinute: questionsInBusiestMinute * costs.question,
  };
}

/** The quota that ends first, and after how much of the month; `undefined` where none does. */
export function firstToEnd(
  month: Month,
  edition: Edition,
): { readonly quota: "calls" | "messages"; readonly share: number } | undefined {
  const shares = (["calls", "messages"] as const).flatMap((quota) => {
    const of = edition[quota];
    return of === undefined ? [] : [{ quota, share: of / month[quota] }];
  });
  return shares.filter(({ share }) => share < 1).toSorted((a, b) => a.share - b.share)[0];
}

/** The most rooms whose month the edition carries; `Infinity` where it counts nothing by the month. */
export function mostRooms(costs: Costs, edition: Edition): number {
  if (edition.calls === undefined && edition.messages === undefined) return Number.POSITIVE_INFINITY;
  let fits = 0;
  let fitsNot = 1_000_000;
  while (fitsNot - fits > 1) {
    const rooms = Math.floor((fits + fitsNot) / 2);
    if (firstToEnd(monthOf(rooms, costs), edition) === undefined) fits = rooms;
    else fitsNot = rooms;
  }
  return fits;
}
