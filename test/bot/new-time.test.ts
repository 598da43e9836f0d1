import { describe, expect, it } from "vitest";
import type { Booking } from "../../src/booking/bookings.ts";
import { extendedTime, movedTime, type NewTime, shortenedTime } from "../../src/bot/new-time.ts";
import { understand } from "../../src/command/understand.ts";
import { localMinuteOf } from "../../src/time/zone.ts";

const zone = "Asia/Shanghai";
const at = (local: string) => Date.parse(`${local}:00+08:00`);
const CHANGES = { extend: extendedTime, shorten: shortenedTime, move: movedTime } as const;

const booking = (start: string, end: string): Booking => ({
  eventId: "e",
  title: "",
  start: at(start),
  end: at(end),
  rooms: [{ id: "r", name: "Everest", isTentative: false }],
  ownsEvent: true,
  isOrganiser: true,
});

/** What a text makes of a booking, as `2026-03-12T15:00–16:30`, or the kind of answer that it is not one. */
function changed(text: string, of: Booking, now: number): string {
  const { command } = understand(text, { now, zone, roomNames: ["Everest"] });
  const { intent } = command;
  if (intent !== "extend" && intent !== "shorten" && intent !== "move") return intent;
  return shown(CHANGES[intent]({ command, booking: of, now, zone }));
}

const shown = (time: NewTime): string =>
  time.kind === "to"
    ? `${localMinuteOf(time.to.start, zone)}–${localMinuteOf(time.to.end, zone).slice(11)}`
    : time.kind;

describe("another time for a booking", () => {
  const tomorrow = booking("2026-03-12T15:00", "2026-03-12T16:00");
  it.each([
    ["extend by 30 min", "2026-03-12T15:00–16:30"],
    ["extend until 5pm", "2026-03-12T15:00–17:00"],
    ["延长到五点", "2026-03-12T15:00–17:00"],
    ["make it 2 hours", "2026-03-12T15:00–17:00"],
    ["extend", "unsaid"],
    ["extend until 3:30pm", "same"],
    ["shorten by 15 min", "2026-03-12T15:00–15:45"],
    ["shorten to 30 min", "2026-03-12T15:00–15:30"],
    ["end at 3:40pm", "2026-03-12T15:00–15:40"],
    ["end now", "not-begun"],
    ["shorten by 1 hour", "nothing-left"],
    ["move to 4pm", "2026-03-12T16:00–17:00"],
    ["改到后天上午十点", "2026-03-13T10:00–11:00"],
    ["move it to Friday", "2026-03-13T15:00–16:00"],
    ["push it back by half an hour", "2026-03-12T15:30–16:30"],
    ["bring it forward by half an hour", "2026-03-12T14:30–15:30"],
    ["move to tomorrow 3pm", "same"],
    ["move to today 9am", "error"],
    ["move to 2pm", "2026-03-12T14:00–15:00"],
    ["move to Friday morning", "within"],
    ["move", "unsaid"],
  ])("%s is %s of one tomorrow at three", (text, expected) => {
    expect(changed(text, tomorrow, at("2026-03-11T10:07"))).toBe(expected);
  });

  const running = booking("2026-03-11T10:00", "2026-03-11T11:00");
  it.each([
    ["end now", "2026-03-11T10:00–10:10"],
    ["提前结束", "2026-03-11T10:00–10:10"],
    ["shorten by 10 min", "2026-03-11T10:00–10:50"],
    ["shorten by 55 min", "2026-03-11T10:00–10:10"],
    ["shorten by 3 hours", "2026-03-11T10:00–10:10"],
    ["extend 30m", "2026-03-11T10:00–11:30"],
  ])("%s is %s of one that is running", (text, expected) => {
    expect(changed(text, running, at("2026-03-11T10:07"))).toBe(expected);
  });

  it("is after midnight where the end that is said can only be that", () => {
    const late = booking("2026-03-11T22:00", "2026-03-11T23:00");
    expect(changed("extend until 1am", late, at("2026-03-11T22:07"))).toBe("2026-03-11T22:00–01:00");
  });
});
