import { describe, expect, it } from "vitest";
import { recurrenceOf } from "../../../src/platforms/feishu/recurrence.ts";

const ZONE = "Asia/Shanghai";
const hour = (local: string, zone = ZONE) => {
  const start = Date.parse(`${local}${zone === ZONE ? "+08:00" : "-07:00"}`);
  return { start, end: start + 3_600_000 };
};

describe("a series as Feishu is told it", () => {
  it.each([
    ["FREQ=WEEKLY;BYDAY=MO", "2026-03-16T15:00", "2026-06-08", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260608T155959Z"],
    ["FREQ=WEEKLY;BYDAY=MO", "2026-03-16T15:00", "2026-06-14", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260608T155959Z"],
    ["FREQ=DAILY;COUNT=3", "2026-03-16T15:00", "2026-12-31", "FREQ=DAILY;UNTIL=20260318T155959Z"],
    [
      "FREQ=MONTHLY;BYMONTHDAY=31",
      "2026-03-31T23:30",
      "2026-06-30",
      "FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20260531T155959Z",
    ],
    [
      "FREQ=WEEKLY;UNTIL=20260401;BYDAY=MO",
      "2026-03-16T00:00",
      "2026-12-31",
      "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330T155959Z",
    ],
  ])("%s from %s until %s", (rule, first, untilLocalDate, told) => {
    expect(recurrenceOf({ rule, untilLocalDate }, hour(first), ZONE)).toBe(told);
  });

  it("ends in the course of its last local day west of Greenwich too", () => {
    const first = hour("2026-07-06T18:00", "America/Los_Angeles");
    const series = { rule: "FREQ=WEEKLY;BYDAY=MO", untilLocalDate: "2026-07-13" };
    expect(recurrenceOf(series, first, "America/Los_Angeles")).toBe(
      "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260714T065959Z",
    );
  });

  it("is refused where its first meeting does not follow its rule, and where rooms take none so long", () => {
    expect(() =>
      recurrenceOf(
        { rule: "FREQ=WEEKLY;BYDAY=TU", untilLocalDate: "2026-06-08" },
        hour("2026-03-16T15:00"),
        ZONE,
      ),
    ).toThrow(/first meeting/);
    expect(() =>
      recurrenceOf({ rule: "FREQ=MONTHLY", untilLocalDate: "2028-06-16" }, hour("2026-03-16T15:00"), ZONE),
    ).toThrow(/two years/);
  });
});
