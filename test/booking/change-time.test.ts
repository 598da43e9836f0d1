import { describe, expect, it } from "vitest";
import { changeTime, newMinutes } from "../../src/booking/change-time.ts";
import { booking, createBench, HOUR_MS, haveBooking, me, START } from "./bench.ts";

const at = (fromHours: number, toHours: number) => ({
  start: START + fromHours * HOUR_MS,
  end: START + toHours * HOUR_MS,
});

describe("moving a booking", () => {
  it.each([
    ["extended", at(0, 2), [at(1, 2)]],
    ["shortened", at(0, 0.5), []],
    ["begun earlier", at(-1, 1), [at(-1, 0)]],
    ["widened", at(-1, 2), [at(-1, 0), at(1, 2)]],
    ["moved by half", at(0.5, 1.5), [at(1, 1.5)]],
    ["moved to the next hour", at(1, 2), [at(1, 2)]],
    ["moved far", at(5, 6), [at(5, 6)]],
    ["moved far ahead", at(-5, -4), [at(-5, -4)]],
  ])("claims only what is new when it is %s", (_, to, expected) => {
    expect(newMinutes(booking, to)).toEqual(expected);
  });

  it("does not touch a series", async () => {
    const { tools, calendar } = createBench();
    const series = { ...booking, isSeries: true as const };
    const outcome = await changeTime(tools, "k", {
      booking: series,
      to: at(1, 2),
      organiser: me,
      needsApproval: false,
    });
    expect(outcome).toEqual({ kind: "failed", because: "series", stands: "as-before" });
    expect(calendar.calls).toEqual([]);
  });

  it("says in the platform's words that somebody has removed the event", async () => {
    const bench = createBench();
    await haveBooking(["everest"], true)(bench);
    bench.calendar.mishaps = [{ call: "reschedule", nth: 1, how: "lost-before" }];
    bench.calendar.events.clear();
    const outcome = await changeTime(bench.tools, "k", {
      booking,
      to: at(1, 2),
      organiser: me,
      needsApproval: false,
    });
    expect(outcome).toEqual({ kind: "refused", reason: "there is no such event", stands: "without-room" });
  });
});
