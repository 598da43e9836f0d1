import { describe, expect, it } from "vitest";
import type { BookingRequest } from "../../src/booking/requests.ts";
import { seriesPieces } from "../../src/bot/handlers/series-pieces.ts";
import { occurrencesOf } from "../../src/time/recurrence.ts";
import { localDateOf } from "../../src/time/zone.ts";

const zone = "Asia/Shanghai";
const first = {
  start: Date.parse("2026-03-16T15:00:00+08:00"),
  end: Date.parse("2026-03-16T16:00:00+08:00"),
};
const rule = "FREQ=WEEKLY;BYDAY=MO";
const occurrences = occurrencesOf({ first, rule, untilLocalDate: "2026-05-04" }, zone);
const request: BookingRequest = {
  organiser: { id: "lei", name: "Lei" },
  attendees: [],
  room: { id: "r", name: "Everest", place: "" },
  title: "Weekly",
  ...first,
  zone,
  onto: "new",
  needsApproval: false,
};

/** The pieces as first and last day. */
function pieces(...skipped: readonly number[]): string[] {
  const skips = skipped.flatMap((at) => occurrences[at] ?? []);
  const begun = occurrences.find((meeting) => !skips.includes(meeting)) ?? first;
  return seriesPieces({ ...request, ...begun }, { occurrences, rule }, skips).map(
    ({ start, recurrence }) => `${localDateOf(start, zone)} ${recurrence?.untilLocalDate ?? "once"}`,
  );
}

describe("the bookings of a series", () => {
  it("are one where nothing is left out", () => {
    expect(pieces()).toEqual(["2026-03-16 2026-05-04"]);
  });
  it("are cut where a date is left out, and a single meeting repeats nothing", () => {
    expect(pieces(1)).toEqual(["2026-03-16 once", "2026-03-30 2026-05-04"]);
    expect(pieces(2, 5)).toEqual(["2026-03-16 2026-03-23", "2026-04-06 2026-04-13", "2026-04-27 2026-05-04"]);
  });
  it("begin later and end earlier where the first or the last is left out", () => {
    expect(pieces(0, 7)).toEqual(["2026-03-23 2026-04-27"]);
  });
});
