import { describe, expect, it } from "vitest";
import { recurrenceOf } from "../../../src/platforms/dingtalk/recurrence.ts";

const ZONE = "Asia/Shanghai";
const on = (date: string) => ({
  start: Date.parse(`${date}T15:00:00+08:00`),
  end: Date.parse(`${date}T16:00:00+08:00`),
});
/** The series that begins on `date` (2026-03-24 is a Tuesday) and may go on to the end of June. */
const series = (rule: string, date = "2026-03-24", untilLocalDate = "2026-06-30") =>
  recurrenceOf({ rule, untilLocalDate }, on(date), ZONE);

describe("a series' pattern", () => {
  it.each([
    ["FREQ=DAILY", { type: "daily", interval: 1 }],
    ["FREQ=DAILY;INTERVAL=3", { type: "daily", interval: 3 }],
    [
      "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
      {
        type: "weekly",
        interval: 1,
        daysOfWeek: "monday,tuesday,wednesday,thursday,friday",
        firstDayOfWeek: "monday",
      },
    ],
    ["FREQ=WEEKLY", { type: "weekly", interval: 1, daysOfWeek: "tuesday", firstDayOfWeek: "monday" }],
    [
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU",
      { type: "weekly", interval: 2, daysOfWeek: "tuesday,thursday", firstDayOfWeek: "sunday" },
    ],
    ["FREQ=MONTHLY", { type: "absoluteMonthly", interval: 1, dayOfMonth: 24 }],
    ["FREQ=MONTHLY;BYMONTHDAY=24", { type: "absoluteMonthly", interval: 1, dayOfMonth: 24 }],
    [
      "FREQ=MONTHLY;BYDAY=4TU",
      { type: "relativeMonthly", interval: 1, index: "fourth", daysOfWeek: "tuesday" },
    ],
    ["FREQ=YEARLY", { type: "absoluteYearly", interval: 1, dayOfMonth: 24 }],
  ])("of %s", (rule, pattern) => {
    expect(series(rule).pattern).toEqual(pattern);
  });

  it("of the last such weekday of a month", () => {
    expect(series("FREQ=MONTHLY;BYDAY=-1TU", "2026-03-31").pattern).toEqual({
      type: "relativeMonthly",
      interval: 1,
      index: "last",
      daysOfWeek: "tuesday",
    });
  });
});

describe("a series' end", () => {
  it("is the day of its last meeting, to its last second, and never open or a number", () => {
    expect(series("FREQ=WEEKLY;BYDAY=TU").range).toEqual({
      type: "endDate",
      endDate: "2026-06-30T23:59:59.000+08:00",
    });
    expect(series("FREQ=WEEKLY;BYDAY=TU", "2026-03-24", "2026-06-29").range.endDate).toBe(
      "2026-06-23T23:59:59.000+08:00",
    );
  });

  it("is where the rule's own count or end falls", () => {
    expect(series("FREQ=WEEKLY;COUNT=2").range.endDate).toBe("2026-03-31T23:59:59.000+08:00");
    expect(series("FREQ=WEEKLY;UNTIL=20260410").range.endDate).toBe("2026-04-07T23:59:59.000+08:00");
  });
});

describe("a series that DingTalk cannot have", () => {
  it.each([
    ["two days of a month", "FREQ=MONTHLY;BYMONTHDAY=5,24"],
    ["the last day of a month", "FREQ=MONTHLY;BYMONTHDAY=-1"],
    ["a fifth weekday", "FREQ=MONTHLY;BYDAY=5TU"],
    ["two weekdays of a month", "FREQ=MONTHLY;BYDAY=4TU,1MO"],
    ["every second of some days", "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU"],
    ["a part without a meaning there", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=4"],
    ["an hour", "FREQ=HOURLY"],
    ["an unheard-of day", "FREQ=WEEKLY;BYDAY=XX"],
    ["too long a step", "FREQ=DAILY;INTERVAL=366"],
    ["no rule", "sometimes"],
    ["a first meeting that is none of it", "FREQ=WEEKLY;BYDAY=MO"],
    ["no meeting at all", "FREQ=WEEKLY;UNTIL=20260301"],
  ])("such as %s is refused in words that a person understands", (_, rule) => {
    expect(() => series(rule)).toThrowError(
      expect.objectContaining({ kind: "refused", reason: expect.stringContaining("循环日程") }),
    );
  });
});
