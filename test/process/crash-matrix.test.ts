import { describe, expect, it, type TestContext } from "vitest";
import type { Child } from "./child.ts";
import { ACTIONS, type Action, type Holding, holdings } from "./crash/actions.ts";
import {
  type CrashOffice,
  converse,
  finalWords,
  isAnswered,
  meetingsOf,
  openCrashOffice,
  type Seat,
  say,
  VENDORS,
  type VendorName,
} from "./crash/office.ts";
import { printed } from "./crash/table.ts";
import { holdAt, type Write, writesDuring } from "./crash/writes.ts";

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
const HOLDING_MS = 6_000;
const MOST_A_ROUND = 14;
/** A dead process's leases last 20 s at most, and what they covered is looked for every 10 s. */
const TAKEN_UP_MS = 60_000;
const ROUNDS_AT_ONCE = 3;

/** Has everything there that the action is about. */
async function prepare(
  office: CrashOffice,
  bot: Child,
  { action, seat }: Pick<Seated, "action" | "seat">,
): Promise<void> {
  action.has?.(office, seat);
  for (const text of action.before(seat)) await converse(office, bot, seat, text);
}

/** Every remote write of every action, as a bot that nobody kills makes them. */
async function findCells(test: TestContext): Promise<Cell[]> {
  const office = await openCrashOffice(test);
  const bot = await office.startBot();
  const ofVendor = async (vendor: VendorName): Promise<Cell[]> => {
    const cells: Cell[] = [];
    for (const action of ACTIONS) {
      if (action.only && action.only !== vendor) continue;
      const seat = office.seat(vendor, action.where);
      await prepare(office, bot, { action, seat });
      const writes = await writesDuring(office, vendor, async () => {
        const answer = await converse(office, bot, seat, action.say(seat));
        expect(holdings(office, meetingsOf(office, seat)), answer).toEqual(action.after(seat));
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

/** Kills one process in the middle of as many cells as it can be held in at once, and starts it again. */
async function playRound(test: TestContext, queue: Cell[]): Promise<Round> {
  const office = await openCrashOffice(test);
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

  const second = await office.startBot();
  await Promise.all(held.map(({ message }) => isAnswered(second, message, TAKEN_UP_MS)));
  second.signal("SIGTERM");
  await second.exit;

  const results = held.map(({ seat, ...cell }) => {
    const lines = finalWords(office, seat).slice(known.get(seat));
    return {
      ...cell,
      holds: holdings(office, meetingsOf(office, seat)),
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

/** A DingTalk message cannot be sent "once": death between it and its record has it said again. */
const mayRepeat = ({ vendor, write, when }: Cell): boolean =>
  vendor === "dingtalk" && isSend(write) && when === "after";

/** Whether the last word says what is held, and nothing else. */
const isTold = ({ words, due }: Result): boolean => {
  const last = words.at(-1) ?? "";
  const rooms = due.flatMap((holding) => [...holding.matchAll(/Room \d+ \S+/g)].map(([room]) => room));
  if (rooms.length === 0) return /^Cancelled: /.test(last.trim());
  return rooms.every((room) => last.includes(room.slice(0, 8)) && last.includes(room.slice(9)));
};

function tableOf(results: readonly Result[]): string {
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
  return `${printed(rows)}${results.length} deaths; told twice: ${twice}, which may be only between a DingTalk send and its record.\n`;
}

describe("a bot that is killed before or after any remote write, and started again on the same storage", () => {
  it("finishes what it began: nothing is held, left or booked twice that the person was not told of", {
    timeout: 240_000,
  }, async (test) => {
    const queue = await findCells(test);
    const cells = [...queue];
    const results: Result[] = [];
    const left: string[] = [];
    const worker = async () => {
      while (queue.length > 0) {
        const round = await playRound(test, queue);
        results.push(...round.results);
        left.push(...round.left);
      }
    };
    await Promise.all(Array.from({ length: ROUNDS_AT_ONCE }, worker));

    const isOf = (cell: Cell) => (one: Cell) =>
      one.vendor === cell.vendor &&
      one.action === cell.action &&
      one.write === cell.write &&
      one.when === cell.when;
    const inOrder = cells.flatMap((cell) => results.find(isOf(cell)) ?? []);
    process.stdout.write(tableOf(inOrder));
    expect(inOrder).toHaveLength(cells.length);
    expect(left).toEqual([]);
    for (const result of results) {
      const { vendor, action, write, when, holds, due, words } = result;
      const where = `${vendor}: ${action.name}, ${when} ${write.api}:\n${words.join("\n---\n")}`;
      expect(holds, where).toEqual(due);
      expect(isTold(result), where).toBe(true);
      expect(words.length, where).toBeLessThanOrEqual(mayRepeat(result) ? 2 : 1);
    }
  });
});
