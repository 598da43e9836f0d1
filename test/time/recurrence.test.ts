import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastDateOf, occurrencesOf } from "../../src/time/recurrence.ts";
import { addDays, instantOf, localMinuteOf, weekdayOf } from "../../src/time/zone.ts";

const SHANGHAI = "Asia/Shanghai";
const at = (local: string, zone = SHANGHAI) => instantOf(local, zone).ms;
const meeting = (from: string, to: string, zone = SHANGHAI) => ({ start: at(from, zone), end: at(to, zone) });
const startsOf = (
  rule: string,
  first: { start: number; end: number },
  untilLocalDate: string,
  zone = SHANGHAI,
) => occurrencesOf({ first, rule, untilLocalDate }, zone).map(({ start }) => localMinuteOf(start, zone));

describe("the meetings of a series", () => {
  const first = meeting("2026-03-16T15:00", "2026-03-16T16:00");

  it("begin with the first and end on the last day", () => {
    expect(startsOf("FREQ=WEEKLY;BYDAY=MO", first, "2026-04-06")).toEqual([
      "2026-03-16T15:00",
      "2026-03-23T15:00",
      "2026-03-30T15:00",
      "2026-04-06T15:00",
    ]);
    expect(startsOf("FREQ=WEEKLY;BYDAY=MO", first, "2026-04-05").at(-1)).toBe("2026-03-30T15:00");
  });

  it("begin later where the rule leaves the first day out", () => {
    expect(startsOf("FREQ=WEEKLY;BYDAY=WE", first, "2026-03-26")).toEqual([
      "2026-03-18T15:00",
      "2026-03-25T15:00",
    ]);
  });

  it("leave out months that have no such day", () => {
    const last = meeting("2026-01-31T09:00", "2026-01-31T10:00");
    expect(startsOf("FREQ=MONTHLY;BYMONTHDAY=31", last, "2026-05-31")).toEqual([
      "2026-01-31T09:00",
      "2026-03-31T09:00",
      "2026-05-31T09:00",
    ]);
  });

  it("keep their time of day when the clocks change", () => {
    const zone = "America/New_York";
    const before = meeting("2026-03-02T15:00", "2026-03-02T16:00", zone);
    const all = occurrencesOf({ first: before, rule: "FREQ=WEEKLY", untilLocalDate: "2026-03-09" }, zone);
    expect(all.map(({ start }) => localMinuteOf(start, zone))).toEqual([
      "2026-03-02T15:00",
      "2026-03-09T15:00",
    ]);
    expect((all[1]?.start ?? 0) - (all[0]?.start ?? 0)).toBe((7 * 24 - 1) * 60 * 60_000);
  });

  it("may reach over midnight", () => {
    const late = meeting("2026-03-16T23:00", "2026-03-17T01:30");
    const [, second] = occurrencesOf(
      { first: late, rule: "FREQ=DAILY", untilLocalDate: "2026-03-17" },
      SHANGHAI,
    );
    expect(second).toEqual(meeting("2026-03-17T23:00", "2026-03-18T01:30"));
  });

  it("end where the rule itself says so, by a number or a day", () => {
    expect(startsOf("FREQ=DAILY;COUNT=3", first, "2026-12-31")).toHaveLength(3);
    for (const until of ["20260318", "20260318T150000", "20260318;INTERVAL=1"])
      expect(startsOf(`FREQ=DAILY;UNTIL=${until}`, first, "2026-12-31").at(-1)).toBe("2026-03-18T15:00");
    expect(startsOf("FREQ=DAILY;UNTIL=20260318T070000Z", first, "2026-12-31").at(-1)).toBe(
      "2026-03-18T15:00",
    );
    expect(startsOf("FREQ=DAILY;UNTIL=20260318T065959Z", first, "2026-12-31").at(-1)).toBe(
      "2026-03-17T15:00",
    );
    expect(lastDateOf({ first, rule: "FREQ=WEEKLY;BYDAY=MO,TH", count: 4 }, SHANGHAI)).toBe("2026-03-26");
  });

  it("are none of what is no rule", () => {
    for (const rule of ["", "nonsense", "FREQ=SOMETIMES", "INTERVAL=2"])
      expect(() => startsOf(rule, first, "2026-04-01"), rule).toThrow(RangeError);
  });

  it("are those that walking from day to day finds", () => {
    const NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.subarray(NAMES, { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(SHANGHAI, "America/New_York", "Australia/Lord_Howe"),
        (offset, days, interval, zone) => {
          const firstDate = addDays("2026-01-05", offset);
          const until = addDays(firstDate, 100);
          const starts = startsOf(
            `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${days.join(",")}`,
            meeting(`${firstDate}T15:00`, `${firstDate}T16:00`, zone),
            until,
            zone,
          );
          const walked: string[] = [];
          for (let day = firstDate; day <= until; day = addDays(day, 1)) {
            const weeks = mondayNumber(day) - mondayNumber(firstDate);
            if (weeks % interval === 0 && days.includes(NAMES[weekdayOf(day) - 1] ?? "")) walked.push(day);
          }
          expect(starts).toEqual(walked.map((day) => `${day}T15:00`));
        },
      ),
    );
  });
});

/** Weeks begin on Monday; this one's number since some Monday long ago. */
const mondayNumber = (localDate: string): number =>
  Math.floor((Date.parse(`${localDate}T00:00Z`) / 86_400_000 + 3) / 7);
