import { describe, expect, it } from "vitest";
import { formatClock, formatDay, formatLength, formatRange } from "../../src/time/format.ts";

const ZONE = "Asia/Shanghai";
const at = (local: string): number => Date.parse(`${local}+08:00`);
const range = (start: string, end: string) => ({ start: at(start), end: at(end) });
const MINUTE_MS = 60_000;

describe("a day, as people read it", () => {
  it("has its weekday and its date", () => {
    expect(formatDay(at("2026-03-12T15:00"), ZONE, "en")).toBe("Thu 12 Mar");
    expect(formatDay(at("2026-03-12T15:00"), ZONE, "zh")).toBe("3月12日 周四");
  });

  it("is the office's, not the machine's", () => {
    const ms = Date.parse("2026-03-12T23:30:00Z");
    expect(formatDay(ms, "Asia/Shanghai", "en")).toBe("Fri 13 Mar");
    expect(formatDay(ms, "America/New_York", "en")).toBe("Thu 12 Mar");
  });

  it("has its year where it is not this one", () => {
    const now = at("2026-12-30T09:00");
    expect(formatDay(at("2027-01-04T15:00"), ZONE, "en", now)).toBe("Mon 4 Jan 2027");
    expect(formatDay(at("2027-01-04T15:00"), ZONE, "zh", now)).toBe("2027年1月4日 周一");
    expect(formatDay(at("2026-12-31T15:00"), ZONE, "en", now)).toBe("Thu 31 Dec");
  });

  it("of each of a week has its own name", () => {
    const week = ["09", "10", "11", "12", "13", "14", "15"].map((day) => at(`2026-03-${day}T12:00`));
    expect(week.map((ms) => formatDay(ms, ZONE, "en").slice(0, 3)).join(" ")).toBe(
      "Mon Tue Wed Thu Fri Sat Sun",
    );
    expect(week.map((ms) => formatDay(ms, ZONE, "zh").slice(-1)).join("")).toBe("一二三四五六日");
  });
});

describe("a time of day, as people read it", () => {
  it("has two digits for the hour", () => {
    expect(formatClock(at("2026-03-12T09:05"), ZONE)).toBe("09:05");
    expect(formatClock(at("2026-03-12T00:00"), ZONE)).toBe("00:00");
  });
});

describe("a range, as people read it", () => {
  it.each([
    ["2026-03-12T15:00", "2026-03-12T16:00", "Thu 12 Mar, 15:00–16:00", "3月12日 周四 15:00–16:00"],
    [
      "2026-03-12T23:00",
      "2026-03-13T01:00",
      "Thu 12 Mar, 23:00 – Fri 13 Mar, 01:00",
      "3月12日 周四 23:00 – 3月13日 周五 01:00",
    ],
    ["2026-03-12T23:00", "2026-03-13T00:00", "Thu 12 Mar, 23:00–24:00", "3月12日 周四 23:00–24:00"],
    [
      "2026-12-31T23:00",
      "2027-01-01T01:00",
      "Thu 31 Dec, 23:00 – Fri 1 Jan 2027, 01:00",
      "12月31日 周四 23:00 – 2027年1月1日 周五 01:00",
    ],
  ])("%s to %s", (start, end, en, zh) => {
    expect(formatRange(range(start, end), ZONE, "en")).toBe(en);
    expect(formatRange(range(start, end), ZONE, "zh")).toBe(zh);
  });

  it("has its year where it is not this one", () => {
    const now = at("2026-12-30T09:00");
    const nextYear = range("2027-01-04T15:00", "2027-01-04T16:00");
    expect(formatRange(nextYear, ZONE, "en", now)).toBe("Mon 4 Jan 2027, 15:00–16:00");
    expect(formatRange(nextYear, ZONE, "zh", now)).toBe("2027年1月4日 周一 15:00–16:00");
  });
});

describe("a length, as people read it", () => {
  it.each([
    [90, "1 h 30 min", "1小时30分钟"],
    [60, "1 h", "1小时"],
    [45, "45 min", "45分钟"],
    [0, "0 min", "0分钟"],
    [24 * 60, "24 h", "24小时"],
  ])("%d minutes", (minutes, en, zh) => {
    expect(formatLength(minutes * MINUTE_MS, "en")).toBe(en);
    expect(formatLength(minutes * MINUTE_MS, "zh")).toBe(zh);
  });
});
