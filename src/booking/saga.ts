import { describeError, isPlatformError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { type Failure, failureOf, isCertain } from "./failure.ts";
import { insist } from "./insist.ts";
import { isAtRest, type JournalEntry, newEntry, type Order, Page, TakenOver } from "./journal.ts";
import { type BookingTools, NOT_DONE, type Recipe, type Step, type Work } from "./recipe.ts";

/** How long a second call with the same key waits for the first: longer than any recipe takes. */
const PATIENCE_MS = 5 * 60_000;
/** A write that had no usable answer and certainly did not happen is tried once more. */
const MOST_RUNS = 2;
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
  for (;;) {
    try {
      const had = await journal.alone(clock, order.key, PATIENCE_MS, async () => {
        const known = await journal.find(order.key);
        const page = new Page(journal, known, known ?? newEntry(recipe.name, order));
        if (known && isAtRest(known)) {
          // Whoever calls tells of it.
          if (known.untold) await page.write({ untold: undefined });
          return page.entry;
        }
        if (known) await page.takeOver({ untold: undefined });
        return proceed(tools, recipe.steps((known ?? order).input as Input), page);
      });
      if (had) return recipe.outcome(had.result.input as Input, had.result);
    } catch (error) {
      // Whoever took it over brings it to its end, which is then found.
      if (!(error instanceof TakenOver)) throw error;
    }
  }
}

/** Goes on from where the page stands, to the end or as far as it goes. */
export async function proceed(
  tools: BookingTools,
  steps: readonly Step[],
  page: Page,
): Promise<JournalEntry> {
  if (page.entry.phase === "doing") await goForward(tools, steps, page);
  if (page.entry.phase === "undoing") await goBack(tools, steps, page);
  return page.entry;
}

async function goForward(tools: BookingTools, steps: readonly Step[], page: Page): Promise<void> {
  for (const step of steps) {
    const { done, missed, begun } = page.entry;
    if (step.name in done || step.name in missed) continue;
    const mayBeDone = begun === step.name;
    if (!mayBeDone) await page.write({ begun: step.name });
    const work: Work = { tools, key: page.entry.key, done: page.entry.done };
    const ran = await attempt(step, work, mayBeDone);
    if (ran.kind === "done") {
      // Written together with what comes next: until then, what became of the step can be read back.
      page.note({ begun: undefined, done: { ...done, [step.name]: ran.result } });
      continue;
    }
    const { failure } = ran;
    const { key, recipe } = page.entry;
    tools.logger.warn("a step was not done", { key, recipe, step: step.name, failure: { ...failure } });
    const next = step.onFailure?.(failure, { ...work, mayBeDone: ran.mayBeDone }) ?? "undo";
    if (next === "miss") {
      page.note({ begun: undefined, missed: { ...missed, [step.name]: failure } });
      continue;
    }
    const why = page.entry.why ?? { ...failure, step: step.name };
    const open = ran.mayBeDone ? step.name : undefined;
    if (next === "later") return leaveOpen(tools, page, [step.name], { why, begun: open });
    return page.write({ phase: "undoing", why, begun: open });
  }
  await page.write({ phase: "done", begun: undefined, openEnd: undefined });
}

async function goBack(tools: BookingTools, steps: readonly Step[], page: Page): Promise<void> {
  const left: string[] = [];
  for (const step of steps.toReversed()) {
    const { key, done, undone, begun } = page.entry;
    const mayBeDone = step.name in done || begun === step.name;
    if (!step.undo || !mayBeDone || step.name in undone) continue;
    try {
      const found = await step.undo({ tools, key, done });
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

type Ran =
  | { readonly kind: "done"; readonly result: Json }
  | { readonly kind: "failed"; readonly failure: Failure; readonly mayBeDone: boolean };

/**
 * Runs a step until it is known what became of it. A run without a usable answer is read back, and repeated only where
 * it certainly did not happen; a step that cannot be read back may be repeated as it is.
 */
async function attempt(step: Step, work: Work, wasBegun: boolean): Promise<Ran> {
  const { settle } = step;
  const { clock } = work.tools;
  let mayBeDone = wasBegun;
  let failure: Failure | undefined;
  for (let runs = 0; ; runs += 1) {
    if (mayBeDone && settle) {
      try {
        const known = await insist(clock, () => settle(work));
        if (known !== NOT_DONE) return { kind: "done", result: known ?? null };
        mayBeDone = false;
      } catch (error) {
        return { kind: "failed", failure: failure ?? failureOf(error), mayBeDone };
      }
    }
    if (runs === MOST_RUNS) return { kind: "failed", failure: failure ?? INTERRUPTED, mayBeDone };
    try {
      return { kind: "done", result: (await step.run(work)) ?? null };
    } catch (error) {
      failure = failureOf(error);
      const isHalfway = failure.kind === "refused" && step.refusesHalfway === true;
      if (isCertain(error)) return { kind: "failed", failure, mayBeDone: mayBeDone || isHalfway };
      if (!isPlatformError(error))
        work.tools.logger.error("a step broke", { step: step.name, error: describeError(error) });
      mayBeDone = true;
    }
  }
}

const INTERRUPTED: Failure = { kind: "failed", because: "interrupted" };
