/**
 * What waits for its turn, by whose it is: each of them has one turn after the other, and the own things of one come
 * in their order. Whoever comes new waits for at most one thing of each of the others.
 */
export class FairLine<T extends object> {
  /** Whose turn is next stands first. Nobody is here without something that waits. */
  readonly #waiting = new Map<string, Set<T>>();

  /** Whose it is may be nobody's: what is done for none counts as one person's. */
  add(item: T, whose = ""): void {
    const own = this.#waiting.get(whose);
    if (own) own.add(item);
    else this.#waiting.set(whose, new Set([item]));
  }

  /** Takes out whatever has its turn; `undefined` where nothing waits. */
  next(): T | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const [whose, own] = first;
    const [item] = own;
    this.#waiting.delete(whose);
    if (item) own.delete(item);
    if (own.size > 0) this.#waiting.set(whose, own);
    return item;
  }

  /** Takes out what will not wait any longer, if it is still here. */
  remove(item: T, whose = ""): void {
    const own = this.#waiting.get(whose);
    if (own?.delete(item) && own.size === 0) this.#waiting.delete(whose);
  }

  /** How many have something that waits. */
  get people(): number {
    return this.#waiting.size;
  }
}
