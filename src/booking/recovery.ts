import { describeError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { BOOK } from "./book-room.ts";
import { TOGETHER } from "./book-together.ts";
import { CHANGE } from "./change-time.ts";
import { GIVE_BACK } from "./give-back.ts";
import { INVITE } from "./invite-people.ts";
import { hasEnded, type JournalEntry, TakenOver } from "./journal.ts";
import { Page } from "./page.ts";
import type { BookingTools, Recipe } from "./recipe.ts";
import { resume } from "./saga.ts";
import { SWAP } from "./swap-room.ts";

const RECIPES = {
  book: BOOK,
  together: TOGETHER,
  change: CHANGE,
  swap: SWAP,
  "give back": GIVE_BACK,
  invite: INVITE,
};
type Recipes = typeof RECIPES;

/** What came of something that nobody waits for any more, by the name of its recipe. */
export type News = {
  readonly [Name in keyof Recipes]: Recipes[Name] extends Recipe<infer Input, infer Outcome>
    ? {
        readonly recipe: Name;
        readonly key: string;
        readonly input: Input;
        readonly outcome: Outcome;
        /** What the caller gave along to be told by. */
        readonly tell?: Json;
        /** The person was told before that it was not known how things stand, or that something was left. */
        readonly isFollowUp: boolean;
      }
    : never;
}[keyof Recipes];

export interface Resuming {
  /** Whether somebody is still going to bring it to its end and tell of it: then it is left alone. */
  readonly isAwaited: (entry: Pick<JournalEntry, "key" | "tell">) => Promise<boolean>;
  /** Tells the person. Once it resolves, the news is not told again; where it rejects, it is tried for a day. */
  readonly tellPerson: (news: News) => Promise<void>;
  /** Ends it between two entries. */
  readonly signal?: AbortSignal;
}

/**
 * Brings what was left open to its end: finishes it or takes it back, and has the person told. Only one process works
 * on an entry at a time; one that somebody is working on, or is still going to, is left alone. To be called at the
 * start and every minute or so. Never throws.
 */
export async function resumeOpen(tools: BookingTools, resuming: Resuming): Promise<void> {
  const { journal, logger, clock } = tools;
  try {
    const open = await journal.open((key) =>
      logger.error("an entry of the journal cannot be read; it is left alone", { key }),
    );
    for (const entry of open) {
      if (resuming.signal?.aborted) return;
      const { key } = entry;
      if (isDealtWith(entry, clock.now())) continue;
      await resumeOne(tools, entry, resuming).catch((error: unknown) => {
        if (error instanceof TakenOver) return;
        logger.warn("something left open could not be resumed yet", { key, error: describeError(error) });
      });
    }
  } catch (error) {
    logger.error("what was left open could not be looked for", { error: describeError(error) });
  }
}

async function resumeOne(tools: BookingTools, seen: JournalEntry, resuming: Resuming): Promise<void> {
  const { journal, logger, clock } = tools;
  const { key } = seen;
  const recipe = recipeNamed(seen.recipe);
  if (!recipe) {
    logger.error("an entry of the journal is of an unknown kind; it is left alone", {
      key,
      recipe: seen.recipe,
    });
    return;
  }
  if (await resuming.isAwaited(seen)) return;
  await journal.alone(clock, key, 0, async () => {
    const entry = await journal.find(key);
    if (!entry || isDealtWith(entry, clock.now())) return;
    const page = new Page(journal, entry, entry);
    const untold = entry.untold ?? (entry.openEnd ? "follow-up" : "end");
    if (!hasEnded(entry) && !mustWait(entry, clock.now())) await resume(tools, recipe, page, { untold });
    // That it is still open, the person knows already.
    const isNews = untold === "end" || (hasEnded(page.entry) && !page.entry.openEnd);
    if (isNews) await resuming.tellPerson(newsOf(recipe, page.entry, untold === "follow-up"));
    const isOver = !hasEnded(page.entry) && clock.now() >= recipe.endsAt(entry.input as never);
    await (isOver ? letGo(tools, page) : page.write({ untold: undefined }));
  });
}

/** What is left of something that is over by now does not hold anything any more. */
async function letGo({ logger }: BookingTools, page: Page): Promise<void> {
  const { key, recipe, openEnd } = page.entry;
  const details = { key, recipe, left: openEnd?.left ?? [] };
  logger.error("something could not be brought to an end before its time was over", details);
  await page.write({ phase: "undone", untold: undefined });
}

const mustWait = ({ openEnd }: JournalEntry, nowMs: number): boolean =>
  openEnd !== undefined && openEnd.notBefore > nowMs;

const isDealtWith = (entry: JournalEntry, nowMs: number): boolean =>
  !entry.untold && (hasEnded(entry) || mustWait(entry, nowMs));

function newsOf(recipe: Recipe<never, unknown>, entry: JournalEntry, isFollowUp: boolean): News {
  const { key, input, tell } = entry;
  const outcome = recipe.outcome(input as never, entry);
  const news = {
    recipe: recipe.name,
    key,
    input,
    outcome,
    isFollowUp,
    ...(tell === undefined ? {} : { tell }),
  };
  return news as unknown as News;
}

const recipeNamed = (name: string): Recipe<never, unknown> | undefined =>
  Object.hasOwn(RECIPES, name) ? RECIPES[name as keyof Recipes] : undefined;
