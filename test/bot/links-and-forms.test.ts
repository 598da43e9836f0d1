import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listCode, readLinkText, saysFor } from "../../src/bot/actions/list-code.ts";
import { commandOfForm, textOfForm } from "../../src/bot/actions/wish-form.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { SETTINGS, WEDNESDAY_10_07 } from "../helpers/office.ts";

describe("what a link says", () => {
  it("is read back as what one would type, with its list's code", () => {
    const typed = fc.oneof(
      fc.nat(99).map((number) => `book ${number}`),
      fc.nat(99).map((number) => `订 ${number}`),
      fc.nat(99).map((number) => `choose ${number}`),
      fc.nat(99).map((number) => `选 ${number}`),
      fc.constantFrom("more", "更多"),
    );
    fc.assert(
      fc.property(typed, fc.uuid(), (text, id) => {
        expect(readLinkText(saysFor(text, id))).toEqual({ text, code: listCode(id) });
      }),
    );
  });

  it.each(["book 2", "room #b12a", "book Everest #k3f9", "book 2 #", "cancel 1 #k3f9", "订2 #k3f9x"])(
    "is not %s, which somebody typed",
    (text) => {
      expect(readLinkText(text)).toBeUndefined();
    },
  );
});

describe("a filled form", () => {
  const deps = { clock: new MovableClock(WEDNESDAY_10_07), office: SETTINGS, logger: silentLogger };
  const read = (form: Record<string, string>, base = {}) =>
    commandOfForm(form, { base: { intent: "find", ...base }, language: "en" }, deps);

  it("is the wish that it says, in both languages", () => {
    const form = { date: "2026-03-12", time: "15:00", minutes: "90", seats: "8" };
    const wish = { intent: "find", start: "2026-03-12T15:00", end: "2026-03-12T16:30", capacity: 8 };
    expect(read(form)).toMatchObject(wish);
    expect(commandOfForm(form, { base: { intent: "find" }, language: "zh" }, deps)).toMatchObject(wish);
  });

  it("keeps of the wish before what it does not ask for, and none of its time", () => {
    const base = {
      equipment: ["projector" as const],
      floor: "12",
      start: "2026-03-11T11:00",
      assumed: ["start"],
      capacity: 4,
    };
    expect(read({ date: "2026-03-12" }, base)).toEqual({
      intent: "find",
      equipment: ["projector"],
      floor: "12",
      capacity: 4,
      date: "2026-03-12",
    });
  });

  it.each([
    ["its day", { date: "2026-03-12", minutes: "60", seats: "8" }],
    ["no day", { minutes: "60", seats: "8" }],
  ])("that says %s and no time keeps the part of the day that was wished for", (_, form) => {
    const window = { from: "2026-03-12T13:00", to: "2026-03-12T18:00" };
    expect(read(form, { window })).toEqual({ intent: "find", window, durationMinutes: 60, capacity: 8 });
  });

  it("that says another day, or a time, is for that one", () => {
    const window = { from: "2026-03-12T13:00", to: "2026-03-12T18:00" };
    expect(read({ date: "2026-03-13" }, { window })).toEqual({ intent: "find", date: "2026-03-13" });
    expect(read({ date: "2026-03-12", time: "10:00" }, { window })).toEqual({
      intent: "find",
      start: "2026-03-12T10:00",
    });
  });

  it("of a day that no calendar has is answered as such", () => {
    expect(read({ date: "2026-02-31", time: "15:00" })).toMatchObject({ intent: "error", error: "date" });
  });

  it("never says anything but days, times and numbers, whatever is sent", () => {
    const anything = fc.dictionary(
      fc.constantFrom("date", "time", "minutes", "seats", "room", "__proto__"),
      fc.string(),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom("zh" as const, "en" as const), (form, language) => {
        expect(textOfForm(form, language)).toMatch(/^[\d: -]*(\d+(分钟|人)|for \d+ (minutes|people)| )*$/);
        expect(["find", "error"]).toContain(read(form).intent);
      }),
    );
  });
});
