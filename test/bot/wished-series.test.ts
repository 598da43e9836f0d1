import { describe, expect, it } from "vitest";
import { ruleInWords, seriesLine } from "../../src/bot/replies/series-words.ts";
import { tellingIn } from "../../src/bot/replies/telling.ts";
import { type WishReading, wishOf } from "../../src/bot/wish.ts";
import type { Command } from "../../src/command/command.ts";
import { instantOf } from "../../src/time/zone.ts";

const ZONE = "Asia/Shanghai";
const NOW = instantOf("2026-03-11T10:07", ZONE).ms;
const HABITS = {
  zone: ZONE,
  workingMinutes: { from: 540, to: 1080 },
  workingDays: [1, 2, 3, 4, 5],
  defaultMinutes: 60,
};
const MONDAYS = { start: "2026-03-16T15:00", end: "2026-03-16T16:00" };

function read(command: Partial<Command>) {
  const reading: WishReading = wishOf({ intent: "find", ...command }, NOW, HABITS);
  if (reading.kind !== "wish") throw new Error(reading.kind);
  const { when } = reading.wish;
  return {
    when,
    count: when.kind === "series" ? when.occurrences.length : undefined,
    assumptions: reading.assumptions.map(({ kind }) => kind),
  };
}

describe("a series that is asked for", () => {
  it("ends where the text says", () => {
    const counted = read({ ...MONDAYS, recurrence: "FREQ=WEEKLY;BYDAY=MO;COUNT=4" });
    expect(counted).toMatchObject({
      when: {
        kind: "series",
        rule: "FREQ=WEEKLY;BYDAY=MO",
        untilLocalDate: "2026-04-06",
        isEndAssumed: false,
      },
      count: 4,
      assumptions: [],
    });
    const dated = read({ ...MONDAYS, recurrence: "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260405" });
    expect(dated).toMatchObject({ when: { untilLocalDate: "2026-03-30", isEndAssumed: false }, count: 3 });
  });

  it("ends with the last date that can be looked at where no end is said", () => {
    expect(read({ ...MONDAYS, recurrence: "FREQ=WEEKLY;BYDAY=MO" })).toMatchObject({
      when: { untilLocalDate: "2026-06-08", isEndAssumed: true },
      count: 13,
      assumptions: ["series-end"],
    });
  });

  it.each(["FREQ=WEEKLY;BYDAY=MO;COUNT=52", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231"])(
    "is cut where %s goes on beyond that",
    (recurrence) => {
      expect(read({ ...MONDAYS, recurrence })).toMatchObject({
        when: { rule: "FREQ=WEEKLY;BYDAY=MO", untilLocalDate: "2026-06-08", isEndAssumed: true },
        count: 13,
        assumptions: ["series-end"],
      });
    },
  );

  it("is a single meeting where only one lies in reach, and a wish for the first date without a time", () => {
    expect(read({ ...MONDAYS, recurrence: "FREQ=YEARLY" })).toMatchObject({
      when: { kind: "at" },
      assumptions: ["series-once"],
    });
    expect(read({ ...MONDAYS, recurrence: "FREQ=WEEKLY;COUNT=1" })).toMatchObject({
      when: { kind: "at" },
      assumptions: [],
    });
    const window = { from: "2026-03-16T13:00", to: "2026-03-16T18:00" };
    expect(read({ window, durationMinutes: 60, recurrence: "FREQ=WEEKLY;BYDAY=MO" })).toMatchObject({
      when: { kind: "within" },
      assumptions: ["series-needs-time"],
    });
  });

  it("never reaches further than the vendors tell, however early it begins", () => {
    const { when } = read({
      start: "2026-03-11T10:30",
      end: "2026-03-11T11:00",
      recurrence: "FREQ=DAILY",
    });
    if (when.kind !== "series") throw new Error(when.kind);
    const [first, last] = [when.occurrences[0], when.occurrences.at(-1)];
    expect((last?.end ?? 0) - (first?.start ?? 0)).toBeLessThan(90 * 24 * 60 * 60_000);
    expect(when.occurrences).toHaveLength(90);
  });
});

describe("a rule in words", () => {
  it.each([
    ["FREQ=DAILY", "every day", "每天"],
    ["FREQ=DAILY;INTERVAL=3", "every 3 days", "每3天"],
    ["FREQ=WEEKLY", "every week", "每周"],
    ["FREQ=WEEKLY;BYDAY=MO", "every Monday", "每周一"],
    ["FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday", "每周一、周三、周五"],
    ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "每个工作日"],
    ["FREQ=WEEKLY;INTERVAL=2", "every other week", "每两周"],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every other Tuesday", "每两周的周二"],
    ["FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH", "every 3 weeks on Tuesday and Thursday", "每3周的周二、周四"],
    ["FREQ=MONTHLY", "every month", "每月"],
    ["FREQ=MONTHLY;BYMONTHDAY=1", "on the 1st of every month", "每月1号"],
    ["FREQ=MONTHLY;BYMONTHDAY=12,22", "on the 12th and 22nd of every month", "每月12号、22号"],
    ["FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of every month", "每月最后一天"],
    ["FREQ=MONTHLY;BYDAY=1MO", "on the first Monday of every month", "每月第一个周一"],
    ["FREQ=MONTHLY;BYDAY=-1FR", "on the last Friday of every month", "每月最后一个周五"],
    ["FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "every 2 months on the 15th", "每两个月的15号"],
    ["FREQ=YEARLY", "every year", "每年"],
  ])("%s is %s, %s", (rule, en, zh) => {
    expect(ruleInWords(rule, "en")).toBe(en);
    expect(ruleInWords(rule, "zh")).toBe(zh);
  });

  it("comes with the time of day, how often, and the last day", () => {
    const { when } = read({ ...MONDAYS, recurrence: "FREQ=WEEKLY;BYDAY=MO;COUNT=12" });
    if (when.kind !== "series") throw new Error(when.kind);
    expect(seriesLine(when, tellingIn("en", ZONE, NOW))).toBe(
      "every Monday 15:00–16:00, 12 times until Mon 1 Jun",
    );
    expect(seriesLine(when, tellingIn("zh", ZONE, NOW))).toBe(
      "每周一 15:00–16:00，共12次，到6月1日 周一为止",
    );
  });
});
