import fc from "fast-check";
import { expect, it } from "vitest";
import type { RoomBusy } from "../../src/core/model.ts";
import { BusyMemory } from "../../src/search/busy-memory.ts";
import { overlaps } from "../../src/time/interval.ts";

const HOURS = 48;
const WINDOW = { start: 0, end: HOURS };
const stretch = fc
  .tuple(fc.integer({ min: 0, max: HOURS - 1 }), fc.integer({ min: 1, max: 6 }))
  .map(([start, hours]) => ({ start, end: Math.min(start + hours, HOURS) }));
const busyIn = (answer: RoomBusy | undefined): boolean[] =>
  Array.from({ length: HOURS }, (_, start) =>
    answer?.known ? answer.busy.some((one) => overlaps(one, { start, end: start + 1 })) : true,
  );

it("knows each hour as our own bookings and returns have made it, whatever their order", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(stretch),
      fc.array(fc.record({ kind: fc.constantFrom("taken", "freed"), interval: stretch })),
      async (busy, changes) => {
        const memory = new BusyMemory();
        memory.put("a", { window: WINDOW, busy: Promise.resolve({ known: true, busy }), atMs: 0 });
        const hours = busyIn({ known: true, busy });
        for (const { kind, interval } of changes) {
          memory[kind as "taken" | "freed"]("a", interval);
          for (let hour = interval.start; hour < interval.end; hour += 1) hours[hour] = kind === "taken";
        }
        expect(busyIn(await memory.find("a", WINDOW, 0))).toEqual(hours);
      },
    ),
  ));

it("keeps the latest answer, whichever came first, and an older one of another week", async () => {
  const memory = new BusyMemory();
  const said = (hour: number): Promise<RoomBusy> =>
    Promise.resolve({ known: true, busy: [{ start: hour, end: hour + 1 }] });
  const nextWeek = { start: HOURS, end: 2 * HOURS };
  memory.put("a", { window: WINDOW, busy: said(2), atMs: 2 });
  memory.put("a", { window: WINDOW, busy: said(1), atMs: 1 });
  memory.put("a", { window: nextWeek, busy: said(HOURS + 1), atMs: 1 });
  memory.put("a", { window: { start: 0, end: 2 * HOURS }, busy: said(0), atMs: 0 });
  expect(await memory.find("a", WINDOW, 0)).toEqual(await said(2));
  expect(await memory.find("a", nextWeek, 0)).toEqual(await said(HOURS + 1));
  memory.clear();
  expect(memory.find("a", WINDOW, 0)).toBeUndefined();
});

it("tells of a window only what was asked about all of it, and recently enough", async () => {
  const memory = new BusyMemory();
  const free: Promise<RoomBusy> = Promise.resolve({ known: true, busy: [] });
  memory.put("a", { window: { start: 0, end: 10 }, busy: free, atMs: 5 });
  memory.put("a", { window: { start: 20, end: 30 }, busy: free, atMs: 6 });
  expect(memory.find("a", { start: 2, end: 10 }, 5)).toBeDefined();
  expect(memory.find("a", { start: 22, end: 30 }, 5)).toBeDefined();
  expect(memory.find("a", { start: 2, end: 11 }, 5)).toBeUndefined();
  expect(memory.find("a", { start: 2, end: 10 }, 6)).toBeUndefined();
  expect(memory.find("b", { start: 2, end: 10 }, 5)).toBeUndefined();
});

it("does not keep an answer that told nothing, so that the room is asked about again", async () => {
  const memory = new BusyMemory();
  const unknown: Promise<RoomBusy> = Promise.resolve({ known: false, why: "not read" });
  memory.put("a", { window: WINDOW, busy: unknown, atMs: 0 });
  await unknown;
  await Promise.resolve();
  expect(memory.find("a", WINDOW, 0)).toBeUndefined();
});

it("tells what others changed between two readings, our own changes left out", async () => {
  const seen: (readonly [string, number, number])[] = [];
  const memory = new BusyMemory((...change) => seen.push(change));
  const read = (atMs: number, ...busy: readonly { start: number; end: number }[]) =>
    memory.put("a", { window: WINDOW, busy: Promise.resolve({ known: true, busy }), atMs });
  read(0, { start: 1, end: 2 }, { start: 5, end: 6 });
  memory.taken("a", { start: 10, end: 12 });
  // Theirs: 5–6 was given back, 8–9 and 20–22 were taken.
  read(7, { start: 1, end: 2 }, { start: 8, end: 9 }, { start: 10, end: 12 }, { start: 20, end: 22 });
  await expect.poll(() => seen).toEqual([["a", 3, 7]]);
  memory.forget("a", 11);
  expect(seen[1]).toEqual(["a", 1, 4]);
});
