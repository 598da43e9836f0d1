import type { Json } from "../core/json.ts";
import type { Journal, JournalEntry } from "./journal.ts";

/** What is to be carried out. */
export interface Order {
  /** The same at every try of the same thing. */
  readonly key: string;
  readonly input: unknown;
  /** Kept with it for whoever has to tell of the end; only the caller knows what it means. */
  readonly tell?: Json | undefined;
}

export const newEntry = (recipe: string, { key, input, tell }: Order, begunAt: number): JournalEntry => ({
  key,
  recipe,
  input: input as Json,
  ...(tell === undefined ? {} : { tell }),
  phase: "doing",
  done: {},
  missed: {},
  undone: {},
  begunAt,
  holder: 0,
});

type Changed = { readonly [Key in keyof JournalEntry]?: JournalEntry[Key] | undefined };

/** One entry in the hands of whoever works on it: nobody else's writing is overwritten. */
export class Page {
  #stored: JournalEntry | undefined;
  entry: JournalEntry;

  /** `stored` is the entry as it was found; without one the page is new, and not stored before its first `write`. */
  constructor(
    private readonly journal: Journal,
    stored: JournalEntry | undefined,
    entry: JournalEntry,
  ) {
    this.#stored = stored;
    this.entry = entry;
  }

  /** From here on nothing that an earlier holder writes matches. */
  async takeOver(change: Changed = {}): Promise<void> {
    await this.write({ ...change, holder: this.entry.holder + 1 });
  }

  /** Changes the entry; it is stored with the next `write`. What is `undefined` is dropped. */
  note(change: Changed): void {
    const changed = Object.entries({ ...this.entry, ...change }).filter(([, value]) => value !== undefined);
    this.entry = Object.fromEntries(changed) as unknown as JournalEntry;
  }

  /** @throws {TakenOver} where somebody else has written meanwhile */
  async write(change: Changed): Promise<void> {
    this.note(change);
    await this.journal.write(this.#stored, this.entry);
    this.#stored = this.entry;
  }
}
