import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dayWindow,
  instantOf,
  localDateOf,
  localMinuteOf,
  minuteOfDay,
  parseIso,
  rfc3339,
  roundUp,
  weekdayOf,
  workingWindow,
} from "../../src/time/zone.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const ZONES = [
  "Asia/Shanghai",
  "America/New_York",
  "Europe/London",
  // Half an hour of summer time.
  "Australia/Lord_Howe",
  // Left out the whole of 30 December 2011.
  "Pacific/Apia",
  // Changes at midnight, so that some days begin at 01:00.
  "America/Santiago",
  "Asia/Kathmandu",
  "UTC",
];

/** The oracle: what the platform's own Intl says the wall clock shows, as `2026-03-12T15:00`. */
const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    }),
  ]),
);
const shown = (ms: number, zone: string): string => formats.get(zone)?.format(ms).replace(" ", "T") ?? "";

/** Every instant at which the clock of `zone` shows `localMinute`: all offsets that exist are tried. */
function instantsShowing(localMinute: string, zone: string): number[] {
  const wall = Date.parse(`${localMinute}Z`);
  const quarters = Array.from({ length: 29 * 4 + 1 }, (_, index) => 15 * HOUR_MS - index * 15 * MINUTE_MS);
  return quarters.map((offset) => wall - offset).filter((ms) => shown(ms, zone) === localMinute);
}

const FIRST = Date.parse("2005-01-01T00:00Z");
const LAST = Date.parse("2037-12-31T00:00Z");

/** The days at whose beginning the clock stood differently than the day before: where zones are hard. */
const changes = ZONES.flatMap((zone) => {
  const days: { zone: string; ms: number }[] = [];
  const standing = (ms: number) => shown(ms, zone).slice(11);
  for (let ms = FIRST; ms < LAST; ms += DAY_MS) {
    if (standing(ms) !== standing(ms - DAY_MS)) days.push({ zone, ms: ms - DAY_MS });
  }
  return days;
});
const apiaLeapsOverADay = { zone: "Pacific/Apia", ms: Date.parse("2011-12-30T10:00Z") };

const anywhere = fc.record({ zone: fc.constantFrom(...ZONES), ms: fc.integer({ min: FIRST, max: LAST }) });
const nearAChange = fc
  .tuple(fc.constantFrom(...changes, apiaLeapsOverADay), fc.integer({ min: -DAY_MS, max: 2 * DAY_MS }))
  .map(([{ zone, ms }, away]) => ({ zone, ms: ms + away }));
const moment = fc
  .oneof(anywhere, nearAChange)
  .map(({ zone, ms }) => ({ zone, ms: Math.floor(ms / MINUTE_MS) * MINUTE_MS }));

describe("from an instant to the wall clock, against Intl", () => {
  it("shows the same minute, date and minute of the day", () => {
    fc.assert(
      fc.property(moment, ({ zone, ms }) => {
        const expected = shown(ms, zone);
        expect(localMinuteOf(ms, zone)).toBe(expected);
        expect(localDateOf(ms, zone)).toBe(expected.slice(0, 10));
        expect(minuteOfDay(ms, zone)).toBe(Number(expected.slice(11, 13)) * 60 + Number(expected.slice(14)));
      }),
      { numRuns: 500 },
    );
  });

  it("does not round: 15:00:59.999 is still 15:00", () => {
    expect(localMinuteOf(Date.parse("2026-03-12T15:00:59.999+08:00"), "Asia/Shanghai")).toBe(
      "2026-03-12T15:00",
    );
    expect(minuteOfDay(Date.parse("1969-12-31T23:59:59.999Z"), "UTC")).toBe(1439);
  });
});

describe("from the wall clock to an instant, against Intl", () => {
  it("finds the first instant at which the clock shows it, and says when there are two or none", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -180, max: 180 }), ({ zone, ms }, minutes) => {
        // Minutes of the wall clock are added, so that times which are left out come up as well.
        const wall = Date.parse(`${shown(ms, zone)}Z`) + minutes * MINUTE_MS;
        const local = new Date(wall).toISOString().slice(0, 16);
        const instants = instantsShowing(local, zone);
        const found = instantOf(local, zone);
        if (instants.length > 0) {
          expect(found).toEqual({
            ms: Math.min(...instants),
            adjusted: instants.length > 1 ? "overlap" : undefined,
          });
        } else {
          expect(found.adjusted).toBe("gap");
          expect(shown(found.ms, zone) > local).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("moves a time that the clock leaves out forward by as much as is left out", () => {
    expect(instantOf("2026-03-08T02:30", "America/New_York")).toEqual({
      ms: Date.parse("2026-03-08T03:30-04:00"),
      adjusted: "gap",
    });
    expect(instantOf("2026-10-04T02:15", "Australia/Lord_Howe")).toEqual({
      ms: Date.parse("2026-10-04T02:45+11:00"),
      adjusted: "gap",
    });
    expect(instantOf("2011-12-30T12:00", "Pacific/Apia")).toEqual({
      ms: Date.parse("2011-12-31T12:00+14:00"),
      adjusted: "gap",
    });
  });

  it("takes the first of a time that comes twice", () => {
    expect(instantOf("2026-11-01T01:30", "America/New_York")).toEqual({
      ms: Date.parse("2026-11-01T01:30-04:00"),
      adjusted: "overlap",
    });
    expect(instantOf("2026-10-25T01:30", "Europe/London")).toEqual({
      ms: Date.parse("2026-10-25T01:30+01:00"),
      adjusted: "overlap",
    });
  });

  it.each([
    "",
    "tomorrow",
    "2026-03-12 at 3",
    "2026-02-30T10:00",
    "2026-03-12T25:00",
    "2026-03-12T15:00+08:00",
  ])("refuses %j by name", (text) => {
    expect(() => instantOf(text, "Asia/Shanghai")).toThrow(/is no local time/);
  });
});

describe("a local day", () => {
  it("lasts from its first instant to the next day's, however many hours that is", () => {
    fc.assert(
      fc.property(moment, ({ zone, ms }) => {
        const localDate = shown(ms, zone).slice(0, 10);
        const { start, end } = dayWindow(localDate, zone);
        expect(start).toBeLessThanOrEqual(ms);
        expect(shown(start, zone).slice(0, 10)).toBe(localDate);
        expect(shown(start - MINUTE_MS, zone).slice(0, 10) < localDate).toBe(true);
        expect(shown(end, zone).slice(0, 10) > localDate).toBe(true);
        expect(dayWindow(shown(end, zone).slice(0, 10), zone).start).toBe(end);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["2026-03-08", "America/New_York", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-03-29", "Europe/London", 23],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
    ["2026-03-12", "Asia/Shanghai", 24],
    ["2011-12-30", "Pacific/Apia", 0],
  ])("%s in %s has %d hours", (localDate, zone, hours) => {
    const { start, end } = dayWindow(localDate, zone);
    expect((end - start) / HOUR_MS).toBe(hours);
  });

  it("works between the minutes of its own clock, on days when that clock changes too", () => {
    const nineToSix = { from: 540, to: 1080 };
    for (const localDate of ["2026-03-08", "2026-03-09", "2026-11-01"]) {
      const { start, end } = workingWindow(localDate, nineToSix, "America/New_York");
      expect(shown(start, "America/New_York")).toBe(`${localDate}T09:00`);
      expect(shown(end, "America/New_York")).toBe(`${localDate}T18:00`);
    }
  });

  it("may work until midnight", () => {
    const { end } = workingWindow("2026-03-12", { from: 0, to: 1440 }, "Asia/Shanghai");
    expect(end).toBe(Date.parse("2026-03-13T00:00+08:00"));
  });
});

describe("dates without a zone", () => {
  it("count days over months, years and leap days", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(addDays("2026-03-29", 0)).toBe("2026-03-29");
  });

  it("undo what they did, and name the weekdays in turn", () => {
    const date = fc.integer({ min: FIRST, max: LAST }).map((ms) => new Date(ms).toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, fc.integer({ min: -4000, max: 4000 }), (localDate, days) => {
        expect(addDays(addDays(localDate, days), -days)).toBe(localDate);
        expect(weekdayOf(addDays(localDate, 1))).toBe((weekdayOf(localDate) % 7) + 1);
      }),
    );
    expect(weekdayOf("2026-03-12")).toBe(4);
    expect(weekdayOf("2026-03-15")).toBe(7);
  });
});

describe("text that machines read", () => {
  it("is read back as the instant that it was written for", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 59_999 }), ({ zone, ms }, more) => {
        const text = rfc3339(ms + more, zone, { millis: true });
        expect(Date.parse(text)).toBe(ms + more);
        expect(text.slice(0, 16)).toBe(shown(ms, zone));
        expect(parseIso(text, "Pacific/Apia")).toBe(ms + more);
        const toTheSecond = rfc3339(ms + more, zone, { millis: false });
        expect(Date.parse(toTheSecond)).toBe(Math.floor((ms + more) / 1000) * 1000);
      }),
    );
  });

  it("names the offset, east, west and none", () => {
    const ms = Date.parse("2026-03-12T07:00:00Z");
    expect(rfc3339(ms, "Asia/Shanghai", { millis: false })).toBe("2026-03-12T15:00:00+08:00");
    expect(rfc3339(ms, "America/New_York", { millis: true })).toBe("2026-03-12T03:00:00.000-04:00");
    expect(rfc3339(ms, "Asia/Kathmandu", { millis: false })).toBe("2026-03-12T12:45:00+05:45");
    expect(rfc3339(ms, "UTC", { millis: false })).toBe("2026-03-12T07:00:00+00:00");
  });

  it.each([
    ["2026-03-12T15:00", "2026-03-12T15:00+08:00"],
    ["2026-03-12T15:00:30.5", "2026-03-12T15:00:30.5+08:00"],
    ["2026-03-12", "2026-03-12T00:00+08:00"],
    ["2026-03-12T15:00Z", "2026-03-12T15:00Z"],
    ["2026-03-12T15:00:00-05", "2026-03-12T15:00:00-05:00"],
    ["2026-03-12T15:00:00+0530", "2026-03-12T15:00:00+05:30"],
  ])("%s in Shanghai is %s", (text, instant) => {
    expect(parseIso(text, "Asia/Shanghai")).toBe(Date.parse(instant));
  });

  it("without an offset takes the first of a time that comes twice", () => {
    expect(parseIso("2026-11-01T01:30", "America/New_York")).toBe(Date.parse("2026-11-01T01:30-04:00"));
  });

  it.each(["", "yesterday", "2026-02-30T10:00", "2026-13-01", "15:00 tomorrow"])("%j is none", (text) => {
    expect(parseIso(text, "Asia/Shanghai")).toBeUndefined();
  });
});

describe("rounding up", () => {
  it("goes to the next step and leaves a step where it is", () => {
    expect(roundUp(301_000, 300_000)).toBe(600_000);
    expect(roundUp(600_000, 300_000)).toBe(600_000);
  });
});
