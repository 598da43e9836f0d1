import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import type { Child } from "./child.ts";
import { ACTIONS, type Action, type Holding, holdings } from "./crash/actions.ts";
import {
  type CrashOffice,
  converse,
  finalWords,
  isAnswered,
  linkAccount,
  meetingsOf,
  openCrashOffice,
  type Seat,
  say,
  VENDORS,
  type VendorName,
  type WhenFinished,
} from "./crash/office.ts";
import { printed } from "./crash/table.ts";
import { holdAt, holdEveryWrite, type Write, writesDuring } from "./crash/writes.ts";

/** One death: of which process, in the middle of what. */
interface Cell {
  readonly vendor: VendorName;
  readonly action: Action;
  readonly write: Write;
  /** `before` the vendor carried the write out, or `after` that and before its answer. */
  readonly when: "before" | "after";
}

/** What became of it. */
interface Result extends Cell {
  readonly holds: readonly Holding[];
  readonly due: readonly Holding[];
  /** Final words to the person; the last is what stands. */
  readonly words: readonly string[];
  /** From the death to the last word; negative where it came before. */
  readonly toldAfterMs: number;
}

interface Round {
  readonly results: readonly Result[];
  /** What is still open in the storage, and events that are nobody's. */
  readonly left: readonly string[];
}

/** The vendors' clients give a call up after 10 s: everybody has to be held before the first one is. */
const HOLDING_MS = 8_000;
const MOST_A_ROUND = 12;
/** A dead process's leases last 15 s at most, and what they covered is looked for every 5 s. */
const TAKEN_UP_MS = 90_000;

/** Has everything there that the action is about. */
async function prepare(
  office: CrashOffice,
  bot: Child,
  { action, seat }: Pick<Seated, "action" | "seat">,
): Promise<void> {
  action.has?.(office, seat);
  if (action.isLinked && seat.vendor === "feishu") await linkAccount(office, bot, seat);
  for (const text of action.before(seat)) await converse(office, bot, seat, text);
}

/** Every remote write of every action, as a bot that nobody kills makes them. */
async function findCells(actions: readonly Action[], whenFinished: WhenFinished): Promise<Cell[]> {
  const office = await openCrashOffice(whenFinished, actions[0]?.house);
  const bot = await office.startBot();
  const ofVendor = async (vendor: VendorName): Promise<Cell[]> => {
    const cells: Cell[] = [];
    for (const action of actions) {
      if (action.only && action.only !== vendor) continue;
      const seat = office.seat(vendor, action.where);
      await prepare(office, bot, { action, seat });
      const writes = await writesDuring(office, vendor, async () => {
        const answer = await converse(office, bot, seat, action.say(seat));
        expect(holdings(office, seat), answer).toEqual(action.after(seat));
      });
      for (const write of writes)
        for (const when of ["before", "after"] as const) cells.push({ vendor, action, write, when });
    }
    return cells;
  };
  const cells = await Promise.all(VENDORS.map(ofVendor));
  bot.signal("SIGTERM");
  await bot.exit;
  return cells.flat();
}

/**
 * Kills one process in the middle of as many cells as it can be held in at once, and starts it again; for a second
 * death it is killed once more where its recovery has written something.
 */
async function playRound(test: TestContext, queue: Cell[], deaths: 1 | 2): Promise<Round> {
  const office = await openCrashOffice(test.onTestFinished, queue[0]?.action.house);
  const first = await office.startBot();
  const seated = VENDORS.flatMap((vendor) => take(queue, vendor)).map((cell) => ({
    ...cell,
    seat: office.seat(cell.vendor, cell.action.where),
  }));
  await Promise.all(seated.map((cell) => prepare(office, first, cell)));
  const known = new Map(seated.map(({ seat }) => [seat, finalWords(office, seat).length]));

  const held = await holdAll(office, seated);
  first.signalAll("SIGKILL");
  const diedAtMs = office.sandbox.clock.now();
  await first.exit;
  queue.push(...seated.filter(({ seat }) => !held.some((cell) => cell.seat === seat)));

  if (deaths === 2) {
    const recovering = holdEveryWrite(office, held.length);
    const second = await office.startBot();
    await recovering;
    second.signalAll("SIGKILL");
    await second.exit;
    office.sandbox.faults.clear();
  }

  const last = await office.startBot();
  await Promise.all(held.map(({ message }) => isAnswered(last, message, TAKEN_UP_MS)));
  last.signal("SIGTERM");
  await last.exit;

  const results = held.map(({ seat, ...cell }) => {
    const lines = finalWords(office, seat).slice(known.get(seat));
    return {
      ...cell,
      holds: holdings(office, seat),
      due: cell.action.after(seat),
      words: lines.map(({ text }) => text),
      toldAfterMs: (lines.at(-1)?.atMs ?? Number.NaN) - diedAtMs,
    };
  });
  return { results, left: [...(await office.leftOpen()), ...strays(office, seated)] };
}

/** Events that are nobody's: an app that makes events in its own name may leave one without the person. */
const strays = (office: CrashOffice, cells: readonly Seated[]): string[] => {
  const known = new Set(cells.flatMap(({ seat }) => meetingsOf(office, seat)));
  return office.sandbox.world.meetings().flatMap((meeting) => (known.has(meeting) ? [] : meeting.title));
};

type Seated = Cell & { readonly seat: Seat };
type Held = Seated & { readonly message: string };

function take(queue: Cell[], vendor: VendorName): Cell[] {
  const taken = queue.filter((cell) => cell.vendor === vendor).slice(0, MOST_A_ROUND);
  for (const cell of taken) queue.splice(queue.indexOf(cell), 1);
  return taken;
}

/** One after the other, so that the calls that come meanwhile are that cell's; both vendors at once. */
async function holdAll(office: CrashOffice, cells: readonly Seated[]): Promise<Held[]> {
  const ofVendor = async (vendor: VendorName): Promise<Held[]> => {
    const heldCells: Held[] = [];
    const startedAtMs = performance.now();
    for (const cell of cells.filter((one) => one.vendor === vendor)) {
      if (performance.now() - startedAtMs > HOLDING_MS) break;
      const { action, write, when, seat } = cell;
      const held = holdAt(office, vendor, write, when === "before" ? "held-request" : "held-answer");
      const message = say(office, seat, action.say(seat));
      await held;
      heldCells.push({ ...cell, message });
    }
    return heldCells;
  };
  return (await Promise.all(VENDORS.map(ofVendor))).flat();
}

const isSend = ({ api }: Write): boolean => /^robot\.|^im\./.test(api);

/**
 * A DingTalk message cannot be sent "once": each death between it and its record has it said again. Where in its
 * recovery a process died is not known: what takes up the message and what finishes its booking may both have spoken.
 */
function mostWords({ vendor, write, when }: Cell, deaths: 1 | 2): number {
  if (vendor !== "dingtalk") return 1;
  return deaths + (isSend(write) && when === "after" ? deaths : 0);
}

/** Whether the last word says what is held, and nothing else. */
const isTold = ({ words, due }: Result): boolean => {
  const last = words.at(-1) ?? "";
  const rooms = due.flatMap((holding) => [...holding.matchAll(/Room \d+ \S+/g)].map(([room]) => room));
  if (rooms.length === 0) return /^Cancelled: /.test(last.trim());
  return rooms.every((room) => last.includes(room.slice(0, 8)) && last.includes(room.slice(9)));
};

function tableOf(results: readonly Result[], deaths: 1 | 2): string {
  const rows = results.map(({ vendor, action, write, when, holds, words, toldAfterMs }) => ({
    vendor,
    action: action.name,
    write: `${write.api}${write.nth > 1 ? ` (${write.nth})` : ""}`,
    killed: when,
    "then holds": holds.join(", ") || "nothing",
    "final words": words.length,
    "last word after": `${(toldAfterMs / 1_000).toFixed(1)} s`,
  }));
  const twice = results.filter(({ words }) => words.length > 1).length;
  const title = deaths === 1 ? "Killed once" : "Killed again while it recovered";
  return `\n${title}${printed(rows)}${results.length} cells; told more than once: ${twice} (DingTalk's sends only)\n`;
}

/** Plays all cells of one house, as many at once as can be. */
async function playAll(test: TestContext, cells: readonly Cell[], deaths: 1 | 2): Promise<Round> {
  const queue = [...cells];
  const rounds: Round[] = [];
  const worker = async () => {
    while (queue.length > 0) rounds.push(await playRound(test, queue, deaths));
  };
  // Most of a round is waiting for leases to end, so all rounds are played at once.
  const counts = VENDORS.map((vendor) => cells.filter((cell) => cell.vendor === vendor).length);
  await Promise.all(Array.from({ length: Math.ceil(Math.max(...counts) / MOST_A_ROUND) }, worker));
  return {
    results: rounds.flatMap(({ results }) => results),
    left: rounds.flatMap(({ left }) => left),
  };
}

/** Plays every cell, prints what came of each, and holds it against what is promised. */
async function play(test: TestContext, cells: readonly Cell[], deaths: 1 | 2): Promise<void> {
  const houses = byHouse(cells, ({ action }) => action);
  const rounds = await Promise.all(houses.map((house) => playAll(test, house, deaths)));
  const results = rounds.flatMap((round) => round.results);
  const isOf = (cell: Cell) => (one: Cell) =>
    one.vendor === cell.vendor &&
    one.action === cell.action &&
    one.write === cell.write &&
    one.when === cell.when;
  const inOrder = cells.flatMap((cell) => results.find(isOf(cell)) ?? []);
  process.stdout.write(tableOf(inOrder, deaths));
  expect(inOrder).toHaveLength(cells.length);
  expect(rounds.flatMap(({ left }) => left)).toEqual([]);
  for (const result of inOrder) {
    const { vendor, action, write, when, holds, due, words } = result;
    const where = `${vendor}: ${action.name}, ${when} ${write.api}:\n${words.join("\n---\n")}`;
    expect(holds, where).toEqual(due);
    expect(isTold(result), where).toBe(true);
    expect(words.length, where).toBeLessThanOrEqual(mostWords(result, deaths));
  }
}

const byHouse = <T>(all: readonly T[], actionOf: (one: T) => Action): T[][] => {
  const houses = new Map<Action["house"], T[]>();
  for (const one of all) houses.set(actionOf(one).house, [...(houses.get(actionOf(one).house) ?? []), one]);
  return [...houses.values()];
};

describe.concurrent("a bot that dies, and is started again on the same storage, finishes what it began", () => {
  const finishing: Parameters<WhenFinished>[0][] = [];
  let cells: readonly Cell[] = [];
  beforeAll(async () => {
    const houses = byHouse(ACTIONS, (action) => action);
    const found = houses.map((actions) => findCells(actions, (finish) => finishing.push(finish)));
    cells = (await Promise.all(found)).flat();
  }, 120_000);
  afterAll(async () => {
    for (const finish of finishing.reverse()) await finish();
  });

  it("when it is killed before or after any remote write", { timeout: 360_000 }, (test) =>
    play(test, cells, 1),
  );

  it("when it is killed after any remote write, and again while it recovers", { timeout: 360_000 }, (test) =>
    play(
      test,
      cells.filter(({ when }) => when === "after"),
      2,
    ),
  );
});
