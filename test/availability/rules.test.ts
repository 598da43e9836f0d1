import { describe, expect, it, test } from "vitest";
import { type Asking, judgeOfRoom, verdictOf } from "../../src/availability/rules.ts";
import type { Room, RoomRules } from "../../src/core/model.ts";
import { at, room, rules, span, ZONE } from "./office.ts";

type Row = readonly [
  sentence: string,
  rule: Partial<RoomRules>,
  meeting: string,
  expected: string,
  given?: Partial<Asking> & { readonly at?: string },
];

/** `yes`, or the kind of verdict and the code of its reason. */
function verdict(rule: Partial<RoomRules>, meeting: string, given: Row[4] = {}): string {
  const { at: now = "08:00", zone = ZONE, ...question } = given;
  const found = verdictOf(rules(rule), {
    interval: span(meeting, zone),
    now: at(now, zone),
    zone,
    memberships: ["user:me", "dept:7"],
    ...question,
  });
  return "reason" in found ? `${found.kind} ${found.reason.code}` : found.kind;
}

const NEW_YORK = "America/New_York";

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  "who may book": [
    ["everyone may", { access: "everyone" }, "15:00–16:00", "yes"],
    ["nobody but administrators may", { access: "nobody" }, "15:00–16:00", "no not-allowed"],
    ["a person who is named may", { access: { anyOf: ["user:you", "user:me"] } }, "15:00–16:00", "yes"],
    ["a person of a department that is named may", { access: { anyOf: ["dept:7"] } }, "15:00–16:00", "yes"],
    ["others may not", { access: { anyOf: ["user:you", "dept:8"] } }, "15:00–16:00", "no not-allowed"],
    ["an empty list lets nobody in", { access: { anyOf: [] } }, "15:00–16:00", "no not-allowed"],
    [
      "an asker of no department may not",
      { access: { anyOf: ["dept:8"] } },
      "15:00–16:00",
      "no not-allowed",
      { memberships: [] },
    ],
    [
      "whether an asker may whose departments are unknown is unknown",
      { access: { anyOf: ["dept:8"] } },
      "15:00–16:00",
      "maybe unknown",
      { memberships: undefined },
    ],
    ["who may of an unreadable rule is unknown", { access: "unknown" }, "15:00–16:00", "maybe unknown"],
  ],
  length: [
    ["exactly the shortest is long enough", { minMinutes: 30 }, "15:00–15:30", "yes"],
    ["a minute less is not", { minMinutes: 30 }, "15:00–15:29", "no too-short"],
    ["exactly the longest is short enough", { maxMinutes: 60 }, "15:00–16:00", "yes"],
    ["a minute more is not", { maxMinutes: 60 }, "15:00–16:01", "no too-long"],
    [
      "the length is what passes, not what the clock shows, when the clock is put forward",
      { maxMinutes: 60 },
      "2026-03-08T01:30–2026-03-08T03:30",
      "yes",
      { zone: NEW_YORK, at: "2026-03-07T12:00" },
    ],
    [
      "and when it is put back",
      { maxMinutes: 60 },
      "2026-11-01T00:30–2026-11-01T02:30",
      "no too-long",
      { zone: NEW_YORK, at: "2026-10-31T12:00" },
    ],
  ],
  closures: [
    [
      "a meeting that ends when the room closes is possible",
      { closures: [span("15:00–17:00")] },
      "14:00–15:00",
      "yes",
    ],
    ["one that begins when it opens again too", { closures: [span("15:00–17:00")] }, "17:00–18:00", "yes"],
    [
      "one that starts exactly at closing is not",
      { closures: [span("15:00–17:00")] },
      "15:00–16:00",
      "no closed",
    ],
    ["one that overlaps by a minute is not", { closures: [span("15:00–17:00")] }, "14:00–15:01", "no closed"],
    ["one that spans the closure is not", { closures: [span("15:00–17:00")] }, "14:00–18:00", "no closed"],
    [
      "a closure without an end is for ever",
      { closures: [{ start: at("15:00"), end: Number.POSITIVE_INFINITY }] },
      "2031-03-12T09:00–2031-03-12T10:00",
      "no closed",
    ],
    [
      "any of several closures counts",
      { closures: [span("09:00–10:00"), span("15:00–17:00")] },
      "16:00–16:30",
      "no closed",
    ],
  ],
  "hours of the day": [
    [
      "from opening to closing exactly is possible",
      { dailyMinutes: { from: 540, to: 1080 } },
      "09:00–18:00",
      "yes",
    ],
    [
      "a minute before opening is not",
      { dailyMinutes: { from: 540, to: 1080 } },
      "08:59–10:00",
      "no outside-hours",
    ],
    [
      "a minute after closing is not",
      { dailyMinutes: { from: 540, to: 1080 } },
      "17:00–18:01",
      "no outside-hours",
    ],
    [
      "a meeting that starts exactly at closing is not",
      { dailyMinutes: { from: 540, to: 1080 } },
      "18:00–18:30",
      "no outside-hours",
    ],
    [
      "a meeting until midnight is possible where the day is open until 24:00",
      { dailyMinutes: { from: 540, to: 1440 } },
      "22:00–2026-03-13T00:00",
      "yes",
    ],
    [
      "and not where it closes at 23:00",
      { dailyMinutes: { from: 540, to: 1380 } },
      "22:00–2026-03-13T00:00",
      "no outside-hours",
    ],
    [
      "nor does a room that opens at 00:00 stay open after 23:00 by that",
      { dailyMinutes: { from: 0, to: 1380 } },
      "23:00–2026-03-13T00:00",
      "no outside-hours",
    ],
    [
      "a meeting over midnight is possible where the room never closes",
      { dailyMinutes: { from: 0, to: 1440 } },
      "22:00–2026-03-13T01:00",
      "yes",
    ],
    [
      "a meeting over midnight is not possible where the room closes for any part of the night",
      { dailyMinutes: { from: 60, to: 1440 } },
      "23:00–2026-03-13T02:00",
      "no outside-hours",
    ],
    [
      "a meeting from one day's hours into the next day's is not possible",
      { dailyMinutes: { from: 540, to: 1080 } },
      "17:00–2026-03-13T10:00",
      "no outside-hours",
    ],
    [
      "hours are the wall clock's on the day the clock is put forward",
      { dailyMinutes: { from: 540, to: 1080 } },
      "2026-03-08T09:00–2026-03-08T18:00",
      "yes",
      { zone: NEW_YORK, at: "2026-03-07T12:00" },
    ],
    [
      "and an hour before opening is an hour before opening there",
      { dailyMinutes: { from: 540, to: 1080 } },
      "2026-03-08T08:00–2026-03-08T09:00",
      "no outside-hours",
      { zone: NEW_YORK, at: "2026-03-07T12:00" },
    ],
  ],
  "how far ahead": [
    [
      "the last of three days ahead is possible",
      { advance: { amount: 3, unit: "days" } },
      "2026-03-15T09:00–2026-03-15T10:00",
      "yes",
    ],
    [
      "until its last minute",
      { advance: { amount: 3, unit: "days" } },
      "2026-03-15T23:00–2026-03-16T00:00",
      "yes",
    ],
    [
      "the day after it is not",
      { advance: { amount: 3, unit: "days" } },
      "2026-03-16T00:00–2026-03-16T01:00",
      "no too-far-ahead",
    ],
    [
      "nor is a meeting that reaches into the day after it",
      { advance: { amount: 3, unit: "days" } },
      "2026-03-15T23:00–2026-03-16T00:01",
      "no too-far-ahead",
    ],
    [
      "the last day is closed a minute before its opening hour",
      { advance: { amount: 3, unit: "days", opensAt: "09:00" } },
      "2026-03-15T15:00–2026-03-15T16:00",
      "no too-far-ahead",
      { at: "08:59" },
    ],
    [
      "and open at the opening hour",
      { advance: { amount: 3, unit: "days", opensAt: "09:00" } },
      "2026-03-15T15:00–2026-03-15T16:00",
      "yes",
      { at: "09:00" },
    ],
    [
      "the day before the last one is open before the opening hour",
      { advance: { amount: 3, unit: "days", opensAt: "09:00" } },
      "2026-03-14T15:00–2026-03-14T16:00",
      "yes",
      { at: "00:00" },
    ],
    ["no days ahead is today only", { advance: { amount: 0, unit: "days" } }, "15:00–16:00", "yes"],
    [
      "and not tomorrow",
      { advance: { amount: 0, unit: "days" } },
      "2026-03-13T15:00–2026-03-13T16:00",
      "no too-far-ahead",
    ],
    [
      "weeks count seven days",
      { advance: { amount: 2, unit: "weeks" } },
      "2026-03-26T15:00–2026-03-26T16:00",
      "yes",
    ],
    [
      "and not eight",
      { advance: { amount: 2, unit: "weeks" } },
      "2026-03-27T15:00–2026-03-27T16:00",
      "no too-far-ahead",
    ],
    [
      "a month from 31 January ends with February",
      { advance: { amount: 1, unit: "months" } },
      "2026-02-28T15:00–2026-02-28T16:00",
      "yes",
      { at: "2026-01-31T08:00" },
    ],
    [
      "and does not reach into March",
      { advance: { amount: 1, unit: "months" } },
      "2026-03-01T09:00–2026-03-01T10:00",
      "no too-far-ahead",
      { at: "2026-01-31T08:00" },
    ],
    [
      "a year from a leap day ends on 28 February",
      { advance: { amount: 1, unit: "years" } },
      "2029-02-28T15:00–2029-02-28T16:00",
      "yes",
      { at: "2028-02-29T08:00" },
    ],
    [
      "and not a day later",
      { advance: { amount: 1, unit: "years" } },
      "2029-03-01T15:00–2029-03-01T16:00",
      "no too-far-ahead",
      { at: "2028-02-29T08:00" },
    ],
    [
      "days are the office's, not UTC's",
      { advance: { amount: 1, unit: "days" } },
      "2026-03-13T23:00–2026-03-14T00:00",
      "yes",
      { at: "2026-03-12T00:10" },
    ],
    [
      "the day the clock is put forward counts as one",
      { advance: { amount: 1, unit: "days" } },
      "2026-03-08T22:00–2026-03-08T23:00",
      "yes",
      { zone: NEW_YORK, at: "2026-03-07T23:30" },
    ],
  ],
  approval: [
    [
      "a room with approval is possible once a person approves",
      { approval: "always" },
      "15:00–16:00",
      "approval",
    ],
    [
      "exactly the length that needs none needs none",
      { approval: { overMinutes: 120 } },
      "15:00–17:00",
      "yes",
    ],
    ["a minute more needs it", { approval: { overMinutes: 120 } }, "15:00–17:01", "approval"],
    [
      "custom approval is the client's alone",
      { approval: "custom" },
      "15:00–16:00",
      "client-only approval-custom",
    ],
    [
      "what is forbidden is not sent to the client",
      { approval: "custom", maxMinutes: 30 },
      "15:00–16:00",
      "no too-long",
    ],
  ],
  "recurring meetings": [
    [
      "are possible where the room allows them",
      { recurring: true },
      "15:00–16:00",
      "yes",
      { isRecurring: true },
    ],
    [
      "and not where it does not",
      { recurring: false },
      "15:00–16:00",
      "no no-recurring",
      { isRecurring: true },
    ],
    ["a single meeting does not mind", { recurring: false }, "15:00–16:00", "yes"],
  ],
};

for (const [group, rows] of Object.entries(TABLE)) {
  describe(group, () => {
    for (const [sentence, rule, meeting, expected, given] of rows) {
      test(sentence, () => expect(verdict(rule, meeting, given)).toBe(expected));
    }
  });
}

describe("what a refusal tells", () => {
  const question = { now: at("08:00"), zone: ZONE, memberships: [] };

  it("names the last bookable day, and when the wished one opens", () => {
    const advance = { amount: 3, unit: "days", opensAt: "09:30" } as const;
    expect(
      verdictOf(rules({ advance }), { ...question, interval: span("2026-03-20T10:00–2026-03-20T11:00") }),
    ).toEqual({
      kind: "no",
      reason: { code: "too-far-ahead", lastDate: "2026-03-14", opensAtMs: at("2026-03-17T09:30") },
    });
  });

  it("opens a day that no month earlier has on the first day from which a month reaches it", () => {
    const advance = { amount: 1, unit: "months", opensAt: "09:00" } as const;
    const asked = {
      ...question,
      now: at("2026-02-10T08:00"),
      interval: span("2026-03-31T10:00–2026-03-31T11:00"),
    };
    expect(verdictOf(rules({ advance }), asked)).toMatchObject({
      reason: { opensAtMs: at("2026-03-01T09:00") },
    });
    expect(verdictOf(rules({ advance }), { ...asked, now: at("2026-03-01T08:59") }).kind).toBe("no");
    expect(verdictOf(rules({ advance }), { ...asked, now: at("2026-03-01T09:00") }).kind).toBe("yes");
  });

  it("says until when a room is closed and why, and no end where there is none", () => {
    const closed = { ...span("14:00–17:00"), reason: "maintenance" };
    const asked = { ...question, interval: span("15:00–16:00") };
    expect(verdictOf(rules({ closures: [closed] }), asked)).toEqual({
      kind: "no",
      reason: { code: "closed", until: at("17:00"), reason: "maintenance" },
    });
    const forEver = { start: at("14:00"), end: Number.MAX_SAFE_INTEGER };
    expect(verdictOf(rules({ closures: [forEver] }), asked)).toEqual({
      kind: "no",
      reason: { code: "closed" },
    });
  });

  it("is the client's alone where no approver can be asked in the asker's name, as far as approval is needed", () => {
    const asked = { ...question, interval: span("15:00–16:00"), canAskApproval: false };
    const kind = (approval: RoomRules["approval"]) => verdictOf(rules({ approval }), asked).kind;
    expect(kind("always")).toBe("client-only");
    expect(kind({ overMinutes: 30 })).toBe("client-only");
    expect(kind({ overMinutes: 120 })).toBe("yes");
    expect(kind("none")).toBe("yes");
  });

  it("is settled by what the vendor says that the asker may book, where the rules do not tell", () => {
    const asking = { ...question, memberships: undefined, bookable: new Set(["for-me"]) };
    const kind = (id: string, rule?: Partial<RoomRules>) => {
      const judge = judgeOfRoom({ ...room("Oak"), id }, rule && rules(rule), asking);
      return judge(span("15:00–16:00")).kind;
    };
    for (const access of ["unknown", { anyOf: ["dept:8"] }] as const) {
      expect(kind("for-me", { access })).toBe("yes");
      expect(kind("not-for-me", { access })).toBe("no");
    }
    expect(kind("not-for-me", { access: "everyone" })).toBe("yes");
    expect(kind("for-me")).toBe("maybe");
    expect(kind("not-for-me")).toBe("no");
  });

  it("keeps the doubt beside the approval", () => {
    const asked = { ...question, interval: span("15:00–16:00") };
    expect(verdictOf(rules({ approval: "always", access: "unknown" }), asked)).toEqual({
      kind: "approval",
      unsure: { code: "unknown", why: "members" },
    });
  });
});

describe("a room whose rules were not read", () => {
  const asking = { now: at("08:00"), zone: ZONE, memberships: [] };
  const verdictOn = (...[each, its]: [Room, RoomRules?]) =>
    judgeOfRoom(each, its, asking)(span("15:00–16:00")).kind;

  it("may be declined", () => {
    expect(verdictOn(room("Everest"))).toBe("maybe");
  });

  it("is refused for what its entry in the directory tells", () => {
    expect(verdictOn(room("Everest", { access: "nobody" }))).toBe("no");
    expect(verdictOn(room("Everest", { closed: span("15:30–17:00") }))).toBe("no");
    expect(verdictOn(room("Everest", { closed: span("15:30–17:00") }), rules())).toBe("no");
    expect(verdictOn(room("Everest", { closed: span("16:00–17:00") }), rules())).toBe("yes");
  });
});
