import { expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import type { RoomBusy } from "../../src/core/model.ts";
import { FreeBusy } from "../../src/search/free-busy.ts";
import { openInstances, settle } from "./instances.ts";

const HOUR_MS = 3_600_000;
const ASKER = { id: "li-lei", name: "Li Lei" };
const NOON = Date.parse("2026-03-11T12:00:00Z");
const HOUR = { start: NOON, end: NOON + HOUR_MS };
const NEXT_HOUR = { start: NOON + HOUR_MS, end: NOON + 2 * HOUR_MS };
const FREE: RoomBusy = { known: true, busy: [] };
const TAKEN: RoomBusy = { known: true, busy: [HOUR] };

function openTwo(busyOf = (_id: string) => [] as (typeof HOUR)[]) {
  const office = openInstances({ count: 2, busyOf });
  const [one, two] = office.instances as [FreeBusy, FreeBusy];
  const ask = (by: FreeBusy, ids: readonly string[] = ["a"], mostMs?: number) =>
    by.ask(ids, HOUR, ASKER, mostMs);
  /** What is answered without anybody being asked. */
  const told = async (by: FreeBusy, id = "a") => {
    const before = office.asked.length;
    const answer = ask(by, [id]);
    await settle();
    expect(office.asked, "nobody is asked").toHaveLength(before);
    return (await answer).busy.get(id);
  };
  return { ...office, one, two, ask, told };
}

it("tells another instance what one has read, for as long as it is believed", async () => {
  const { one, two, ask, told, answerAll, asked, clock } = openTwo();
  const first = ask(one);
  await answerAll();
  expect((await first).busy.get("a")).toEqual(FREE);
  expect(await told(two)).toEqual(FREE);
  clock.advance(6_000);
  const exact = ask(two, ["a"], 5_000);
  await answerAll();
  await exact;
  expect(
    asked.map(({ by }) => by),
    "six seconds are too many for whoever wants to know it now",
  ).toEqual([0, 1]);
  expect(await told(one), "what is newer is for all").toEqual(FREE);
});

it("asks the vendor once for what two instances want at the same moment", async () => {
  const { one, two, ask, answerAll, asked, clock, pending } = openTwo();
  const answers = [ask(one, ["a", "b"]), ask(two, ["b", "c"]), ask(two, ["a", "b"])];
  await settle();
  expect(asked.flatMap(({ rooms }) => rooms).toSorted()).toEqual(["a", "b", "c"]);
  pending.find(({ by }) => by === 0)?.answer();
  await settle();
  clock.advance(40);
  await answerAll();
  for (const { busy } of await Promise.all(answers)) for (const [, room] of busy) expect(room).toEqual(FREE);
  expect(asked.flatMap(({ rooms }) => rooms)).toHaveLength(3);
});

it("asks itself where the other one is too slow, or dies", async () => {
  const { one, two, ask, answerAll, asked, clock, pending } = openTwo();
  void ask(one);
  await settle();
  const answer = ask(two);
  for (let ms = 0; ms < 1_480; ms += 40) {
    await settle();
    clock.advance(40);
  }
  await settle();
  expect(asked.map(({ by }) => by)).toEqual([0]);
  clock.advance(40);
  await settle();
  expect(asked.map(({ by }) => by)).toEqual([0, 1]);
  pending.pop()?.answer();
  await settle();
  expect((await answer).busy.get("a")).toEqual(FREE);
  await answerAll();
});

it("asks itself at once where the other one learnt nothing", async () => {
  const { one, two, ask, answerAll, asked, clock, pending } = openTwo();
  const failed = ask(one);
  await settle();
  const answer = ask(two);
  await settle();
  pending[0]?.fail();
  expect((await failed).busy.get("a")).toEqual({ known: false, why: "not read" });
  await settle();
  clock.advance(40);
  await answerAll();
  expect((await answer).busy.get("a")).toEqual(FREE);
  expect(asked.map(({ by }) => by)).toEqual([0, 1]);
});

it("shows every instance what one has booked, given back or doubted", async () => {
  const { one, two, ask, told, answerAll, asked } = openTwo();
  const first = ask(one);
  await answerAll();
  await first;
  expect(await told(two)).toEqual(FREE);
  one.taken("a", HOUR);
  await settle();
  expect(await told(two)).toEqual(TAKEN);
  two.freed("a", HOUR);
  await settle();
  expect(await told(one)).toEqual(FREE);
  one.forget("a");
  await settle();
  const again = ask(two);
  await answerAll();
  await again;
  expect(asked.map(({ by }) => by)).toEqual([0, 1]);
});

it("never lets an answer that was asked for before hide what was booked since", async () => {
  const { one, two, ask, told, answerAll } = openTwo();
  const slow = ask(one);
  await settle();
  two.taken("a", HOUR);
  await settle();
  await answerAll();
  await slow;
  expect(await told(two)).toEqual(TAKEN);
  expect(await told(one)).toEqual(TAKEN);
});

it("does not believe an answer that was asked for before its room was doubted", async () => {
  const { one, two, ask, answerAll, asked } = openTwo();
  const slow = ask(one);
  await settle();
  two.forget("a");
  await answerAll();
  await slow;
  const again = ask(two);
  await answerAll();
  await again;
  expect(asked.map(({ by }) => by)).toEqual([0, 1]);
});

it("tells the others when a room is taken, and nothing of whom or what for", async () => {
  const { one, beneath } = openTwo();
  const request = { ...HOUR, title: "salaries", organiser: ASKER };
  one.taken("a", request);
  one.freed("a", request);
  await settle();
  expect(JSON.stringify(await beneath.list(""))).not.toMatch(/salaries|Li Lei|organiser/);
});

it("leaves no entry behind that does not end", async () => {
  const { one, ask, answerAll, beneath, clock } = openTwo();
  const first = ask(one);
  await settle();
  expect((await beneath.list("")).map(({ key }) => key.split(":")[0])).toEqual(["busy-ask"]);
  await answerAll();
  await first;
  one.taken("a", HOUR);
  await settle();
  expect((await beneath.list("")).map(({ key }) => key)).toEqual([
    "busy-head:fake",
    "busy:fake:1",
    "busy:fake:2",
  ]);
  clock.advance(5 * HOUR_MS);
  expect(await beneath.list("")).toEqual([]);
});

it("answers by what it knows itself while the storage is away, and doubts aloud afterwards what it did meanwhile", async () => {
  const { one, two, ask, told, answerAll, asked, state } = openTwo();
  const first = ask(one);
  await answerAll();
  await first;
  expect(await told(two)).toEqual(FREE);
  state.isAway = true;
  expect(await told(two)).toEqual(FREE);
  two.taken("a", HOUR);
  expect(await told(two)).toEqual(TAKEN);
  const other = ask(two, ["b"]);
  await answerAll();
  expect((await other).busy.get("b")).toEqual(FREE);
  state.isAway = false;
  await two.catchUp();
  const again = ask(one);
  await answerAll();
  await again;
  expect(asked.at(-1)).toEqual({ by: 0, rooms: ["a"] });
  expect(await told(two, "a"), "and what is asked from now on is shared again").toEqual(FREE);
});

it("answers where the storage takes too long", async () => {
  const { one, ask, answerAll, asked, clock, state } = openTwo();
  state.isSlow = true;
  const answer = ask(one);
  await settle();
  for (const ms of [150, 149]) {
    clock.advance(ms);
    await settle();
  }
  expect(asked).toEqual([]);
  clock.advance(1);
  await answerAll();
  expect((await answer).busy.get("a")).toEqual(FREE);
});

it("believes nothing any more where the storage lost what it may not know of", async () => {
  const { one, two, ask, told, answerAll, asked, beneath, clock } = openTwo();
  const first = ask(one);
  await answerAll();
  await first;
  expect(await told(two)).toEqual(FREE);
  const kept = await beneath.list("");
  one.taken("a", HOUR);
  await settle();
  expect(await told(two)).toEqual(TAKEN);
  // Its last second is gone.
  await beneath.write([{ key: "busy:fake:2", value: undefined }, ...kept]);
  const again = [ask(one), ask(two)];
  await answerAll();
  clock.advance(40);
  await answerAll();
  await Promise.all(again);
  expect(asked.length).toBeGreaterThan(1);
  expect(await told(two)).toEqual(FREE);
});

it("notices where others have written over what was lost before it looked again", async () => {
  const { one, two, ask, told, answerAll, asked, beneath, start } = openTwo();
  const first = ask(one);
  await answerAll();
  await first;
  const kept = await beneath.list("");
  one.taken("b", HOUR);
  await settle();
  expect(await told(two)).toEqual(FREE);
  await beneath.write([{ key: "busy:fake:2", value: undefined }, ...kept]);
  const three = start(2);
  three.taken("b", HOUR);
  three.taken("b", NEXT_HOUR);
  await settle();
  const again = ask(two);
  await answerAll();
  await again;
  expect(asked.at(-1)).toEqual({ by: 1, rooms: ["a"] });
});

it("knows from its start what the others have learnt", async () => {
  const { one, ask, told, answerAll, start } = openTwo();
  const first = ask(one);
  await answerAll();
  await first;
  one.taken("a", HOUR);
  await settle();
  expect(await told(start(2))).toEqual(TAKEN);
});

it("reads the storage once for a question about what it knows, however many rooms that is about", async () => {
  const { one, ask, answerAll, state } = openTwo();
  const many = Array.from({ length: 200 }, (_, at) => `room-${at}`);
  const first = ask(one, many);
  await answerAll();
  await first;
  await one.catchUp();
  state.calls = 0;
  await ask(one, many);
  expect(state.calls).toBe(1);
});

it("reads and writes nothing where the storage is but one instance's", async () => {
  const { state, storage, beneath, clock } = openTwo();
  const rooms = {
    list: async () => [],
    rules: () => Promise.reject(new Error("not asked")),
    busy: async () => new Map(),
  };
  const { sharedClock: _, ...own } = storage;
  const alone = new FreeBusy(rooms, clock, silentLogger, {
    zone: "UTC",
    shared: { storage: own, platform: "fake" },
  });
  await alone.catchUp();
  await alone.ask(["a"], HOUR, ASKER);
  alone.taken("a", HOUR);
  await settle();
  expect(state.calls).toBe(0);
  expect(await beneath.list("")).toEqual([]);
});
