import { describe, expect, it } from "vitest";
import { formatInstant, spanOf } from "../../../src/platforms/dingtalk/times.ts";

const ZONE = "Asia/Shanghai";
const at = (text: string) => Date.parse(text);
const time = (fields: { date?: string; dateTime?: string; timeZone?: string }) => ({
  date: undefined,
  dateTime: undefined,
  timeZone: undefined,
  ...fields,
});

it("writes an instant with milliseconds and the zone's offset", () => {
  expect(formatInstant(at("2026-03-24T07:00:00Z"), ZONE)).toBe("2026-03-24T15:00:00.000+08:00");
  expect(formatInstant(at("2026-07-01T12:00:00Z"), "America/New_York")).toBe("2026-07-01T08:00:00.000-04:00");
  expect(formatInstant(at("2026-01-01T12:00:00Z"), "UTC")).toBe("2026-01-01T12:00:00.000+00:00");
});

describe("a stretch of the vendor's", () => {
  it.each([
    ["offsets", "2026-03-24T10:00:00+08:00", "2026-03-24T11:30:00+08:00", "Asia/Shanghai"],
    ["UTC instants", "2026-03-24T02:00:00Z", "2026-03-24T03:30:00Z", "UTC"],
    ["wall clocks in the named zone", "2026-03-24T10:00:00", "2026-03-24T11:30:00", "Asia/Shanghai"],
    ["wall clocks without a zone", "2026-03-24T10:00:00", "2026-03-24T11:30:00", undefined],
    ["wall clocks in a zone nobody knows", "2026-03-24T10:00:00", "2026-03-24T11:30:00", "Mars/Base"],
  ])("is read from %s", (_, from, to, timeZone) => {
    const zone = timeZone === undefined ? {} : { timeZone };
    expect(spanOf(time({ dateTime: from, ...zone }), time({ dateTime: to, ...zone }), ZONE)).toEqual({
      start: at("2026-03-24T10:00:00+08:00"),
      end: at("2026-03-24T11:30:00+08:00"),
    });
  });

  const wholeDay = { start: at("2026-03-24T00:00:00+08:00"), end: at("2026-03-25T00:00:00+08:00") };

  it("that is a date means the office's local day", () => {
    expect(spanOf(time({ date: "2026-03-24" }), time({ date: "2026-03-25" }), ZONE)).toEqual(wholeDay);
    expect(spanOf(time({ date: "2026-03-24" }), time({ date: "2026-03-24" }), ZONE)).toEqual(wholeDay);
  });

  it("from midnight to midnight in UTC means the office's local day too", () => {
    const from = time({ dateTime: "2026-03-24T00:00:00Z", timeZone: "UTC" });
    const to = time({ dateTime: "2026-03-25T00:00:00Z", timeZone: "UTC" });
    expect(spanOf(from, to, ZONE)).toEqual(wholeDay);
  });

  it("that begins at UTC's midnight and is no whole day stays an instant", () => {
    const from = time({ dateTime: "2026-03-24T00:00:00Z", timeZone: "UTC" });
    const to = time({ dateTime: "2026-03-24T01:00:00Z", timeZone: "UTC" });
    expect(spanOf(from, to, ZONE)).toEqual({
      start: at("2026-03-24T08:00:00+08:00"),
      end: at("2026-03-24T09:00:00+08:00"),
    });
  });

  it("on the day when clocks change has the hours that this day has", () => {
    const span = spanOf(time({ date: "2026-03-08" }), time({ date: "2026-03-09" }), "America/New_York");
    expect(span && (span.end - span.start) / 3_600_000).toBe(23);
  });

  it.each([
    ["no times", {}, {}],
    ["words", { dateTime: "soon" }, { dateTime: "later" }],
    ["an end before its start", { dateTime: "2026-03-24T11:00:00Z" }, { dateTime: "2026-03-24T10:00:00Z" }],
    ["only a start", { dateTime: "2026-03-24T11:00:00Z" }, {}],
  ])("with %s is not guessed", (_, from, to) => {
    expect(spanOf(time(from), time(to), ZONE)).toBeUndefined();
  });
});
