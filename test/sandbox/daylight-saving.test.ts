import { describe, expect, it } from "vitest";
import { refusalBy } from "../../src/sandbox/dingtalk/room-rules.ts";
import { whyNot } from "../../src/sandbox/feishu/room-rules.ts";
import type { Colleague, OfficeRoom } from "../../src/sandbox/office.ts";
import { believableOffice } from "../../src/sandbox/seed/office.ts";

/** The clocks in New York go forward at 2:00 on 8 March 2026 and back at 2:00 on 1 November. */
const office = { ...believableOffice(Date.parse("2026-03-06T10:00:00-05:00")), zone: "America/New_York" };
const emma = office.colleagues.find((one) => one.key === "emma") as Colleague;
/** Bookable from 9:00 to 18:00. */
const hubble = office.rooms.find((one) => one.key === "hubble") as OfficeRoom;

const at = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to) });

describe("a room's hours on a day on which the clocks change", () => {
  it.each([
    ["from its first hour in spring", at("2026-03-08T09:00:00-04:00", "2026-03-08T10:00:00-04:00"), true],
    ["before its first hour in spring", at("2026-03-08T08:30:00-04:00", "2026-03-08T09:30:00-04:00"), false],
    ["to its last hour in spring", at("2026-03-08T17:00:00-04:00", "2026-03-08T18:00:00-04:00"), true],
    ["past its last hour in spring", at("2026-03-08T17:30:00-04:00", "2026-03-08T18:30:00-04:00"), false],
    ["from its first hour in autumn", at("2026-11-01T09:00:00-05:00", "2026-11-01T10:00:00-05:00"), true],
    ["past its last hour in autumn", at("2026-11-01T17:30:00-05:00", "2026-11-01T18:30:00-05:00"), false],
  ])("are those that the clock shows: %s", (_, window, isOpen) => {
    const nowMs = window.start - 86_400_000;
    expect(refusalBy(hubble, { ...window, organiser: emma, nowMs }, office) === undefined).toBe(isOpen);
    expect(whyNot(office, hubble, emma, window, nowMs) === undefined).toBe(isOpen);
  });
});
