import { describeError } from "../core/errors.ts";
import { attempt } from "./attempt.ts";
import { isAtRest, type JournalEntry, TakenOver } from "./journal.ts";
import { newEntry, type Order, Page } from "./page.ts";
import type { BookingTools, Recipe, Step, Work } from "./recipe.ts";

/** How long a second call with the same key waits for the first: longer than any recipe takes. */
const PATIENCE_MS = 5 * 60_000;
const MOST_TAKEOVERS = 5;
/** When to try again what could not be brought to an end; the last one from then on. */
const AGAIN_AFTER_MS = [60_000, 60_000, 5 * 60_000, 15 * 60_000] as const;
const AT_LEAST_EVERY_MS = 60 * 60_000;

/**
 * Carries a recipe out, and says what came of it. Each step is journalled before it runs; the first that fails has
 * everything before it taken back, in reverse. Called again with the same key (after a crash, or because the message
 * came twice) it goes on where it stopped; what has come to an end is only told again.
 */
export async function carryOut<Input, Outcome>(
  tools: BookingTools,
  recipe: Recipe<Input, Outcome>,
  order: Order,
): Promise<Outcome> {
  const { journal, clock } = tools;
  for (let takeovers = 0; takeovers < MOST_TAKEOVERS; takeovers += 1) {
    try {
      const had = await journal.alone(clock, order.key, PATIENCE_MS, () => begin(tools, recipe, order));
      if (had) return recipe.outcome(had.result.input as Input, had.result);
    } catch (error) {
      // Whoever took it over brings it to its end, which is then found.
      if (!(error instanceof TakenOver)) throw error;
    }
  }
  throw new Error(`${order.key} is being worked on elsewhere and does not come to an end.`);
}

async function begin<Input>(
  tools: BookingTools,
  recipe: Recipe<Input, unknown>,
  order: Order,
): Promise<JournalEntry> {
  const { journal, clock } = tools;
  const known = await journal.find(order.key);
  if (known && known.recipe !== recipe.name) {
    throw new Error(`The key ${order.key} is that of another recipe: ${known.recipe}, not ${recipe.name}.`);
  }
  if (!known) {
    const eventId = recipe.eventOf(order.input as Input, {});
    if (eventId !== undefined) await journal.noteChange(order.key, eventId);
    const page = new Page(journal, undefined, newEntry(recipe.name, order, clock.now()));
    return goOn(tools, recipe, page);
  }
  const page = new Page(journal, known, known);
  if (!isAtRest(known)) return resume(tools, recipe, page, {});
  // Whoever calls tells of it.
  if (known.untold) await page.write({ untold: undefined });
  return page.entry;
}

/**
 * Goes on with what somebody else has left, if nothing has changed the event since: then it must not be put back to
 * what nobody wants any more.
 */
export async function resume<Input>(
  tools: BookingTools,
  recipe: Recipe<Input, unknown>,
  page: Page,
  change: Pick<JournalEntry, "untold">,
): Promise<JournalEntry> {
  const { key, begun, openEnd, why } = page.entry;
  await page.takeOver({ untold: undefined, ...change });
  if (!(await isSuperseded(tools, recipe, page.entry))) return goOn(tools, recipe, page);
  tools.logger.warn("something was left as it is, for its event was changed since", { key });
  const left = openEnd ?? { tries: 0, notBefore: 0, left: begun === undefined ? [] : [begun] };
  await page.write({
    phase: "undone",
    openEnd: left,
    why: why ?? { kind: "failed", because: "superseded", step: begun ?? "" },
  });
  return page.entry;
}

async function isSuperseded<Input>(
  { journal }: BookingTools,
  recipe: Recipe<Input, unknown>,
  { key, input, begunAt, done, phase, openEnd }: JournalEntry,
): Promise<boolean> {
  const eventId = recipe.eventOf(input as Input, done);
  if (eventId === undefined || (phase === "doing" && recipe.isWantedStill)) return false;
  // What is only to be finished asks for its rooms alone: the event may have another time by now.
  const isToFinish = phase === "doing" && openEnd !== undefined;
  const roomIds = recipe.roomsOf?.(input as Input);
  return isToFinish && roomIds
    ? journal.areRoomsChangedSince(eventId, roomIds, begunAt)
    : journal.isChangedSince(key, eventId);
}

/** From where the page stands to the end, or as far as it goes. */
async function goOn<Input>(
  tools: BookingTools,
  recipe: Recipe<Input, unknown>,
  page: Page,
): Promise<JournalEntry> {
  const input = page.entry.input as Input;
  const steps = recipe.steps(input);
  if (page.entry.phase === "doing" && (await goForward(tools, steps, page))) {
    const eventId = recipe.eventOf(input, page.entry.done);
    const roomIds = recipe.roomsOf?.(input) ?? [];
    if (eventId !== undefined) await tools.journal.noteRooms(eventId, roomIds, tools.clock.now());
    await page.write({ phase: "done", begun: undefined, openEnd: undefined });
  }
  if (page.entry.phase === "undoing") await goBack(tools, steps, page);
  return page.entry;
}

const workOf = (tools: BookingTools, { key, begunAt, done }: JournalEntry): Work => ({
  tools,
  key,
  begunAt,
  done,
});

/** Whether every step is done. */
async function goForward(tools: BookingTools, steps: readonly Step[], page: Page): Promise<boolean> {
  for (const step of steps) {
    const { done, missed, begun } = page.entry;
    if (step.name in done || step.name in missed) continue;
    const mayBeDone = begun === step.name;
    if (!mayBeDone) await page.write({ begun: step.name });
    const work = workOf(tools, page.entry);
    const ran = await attempt(step, work, mayBeDone);
    if (ran.kind === "done") {
      // Written together with what comes next: until then, what became of the step can be read back.
      page.note({ begun: undefined, done: { ...done, [step.name]: ran.result } });
      continue;
    }
    const { failure } = ran;
    const { key, recipe } = page.entry;
    const level = failure.kind === "refused" ? "info" : "warn";
    tools.logger[level]("a step was not done", { key, recipe, step: step.name, failure: { ...failure } });
    const next = step.onFailure?.(failure, { ...work, mayBeDone: ran.mayBeDone }) ?? "undo";
    if (next === "miss") {
      page.note({ begun: undefined, missed: { ...missed, [step.name]: failure } });
      continue;
    }
    const why = page.entry.why ?? { ...failure, step: step.name };
    const open = ran.mayBeDone ? step.name : undefined;
    if (next === "later") await leaveOpen(tools, page, [step.name], { why, begun: open });
    else await page.write({ phase: "undoing", why, begun: open });
    return false;
  }
  return true;
}

async function goBack(tools: BookingTools, steps: readonly Step[], page: Page): Promise<void> {
  const left: string[] = [];
  for (const step of steps.toReversed()) {
    const { key, done, undone, begun } = page.entry;
    const mayBeDone = step.name in done || begun === step.name;
    if (!step.undo || !mayBeDone || step.name in undone) continue;
    try {
      const found = await step.undo(workOf(tools, page.entry));
      page.note({ undone: { ...undone, [step.name]: found ?? null } });
    } catch (error) {
      left.push(step.name);
      tools.logger.warn("a step could not be taken back", {
        key,
        step: step.name,
        error: describeError(error),
      });
    }
  }
  if (left.length > 0) return leaveOpen(tools, page, left, {});
  await page.write({ phase: "undone", openEnd: undefined });
}

/** What cannot be brought to an end now is named to the log here and to the person by the outcome, and tried again. */
async function leaveOpen(
  { clock, logger }: BookingTools,
  page: Page,
  left: readonly string[],
  change: Partial<Pick<JournalEntry, "why">> & { begun?: string | undefined },
): Promise<void> {
  const tries = (page.entry.openEnd?.tries ?? 0) + 1;
  const { key, recipe } = page.entry;
  logger.error("something could not be brought to an end; it is tried again", { key, recipe, left, tries });
  const notBefore = clock.now() + (AGAIN_AFTER_MS[tries - 1] ?? AT_LEAST_EVERY_MS);
  await page.write({ ...change, openEnd: { tries, notBefore, left } });
}
