import { AsyncLocalStorage } from "node:async_hooks";

/** Where the time of one message went, in ms. The three add up to the whole; what happens side by side counts once. */
export interface Breakdown {
  /** A call was with the vendor. */
  readonly vendorMs: number;
  /** None was, and at least one waited for its turn under the vendor's limits. */
  readonly queueMs: number;
  /** Neither: our own work, the storage, and waiting for a room to answer. */
  readonly ownMs: number;
  /** How often a vendor was called. */
  readonly calls: number;
}

type Stay = "queue" | "vendor";

/** One message on its way from being heard to being answered. */
export class Trail {
  readonly #begunAtMs: number;
  #calls = 0;
  #sinceMs: number;
  readonly #inside = { queue: 0, vendor: 0 };
  readonly #spentMs = { queue: 0, vendor: 0 };
  /** Who is answered, once that is known: people who wait for the same take turns. */
  whose: string | undefined;

  /** `nowMs` is a clock that only goes forward. */
  constructor(
    readonly id: string,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.#begunAtMs = this.#sinceMs = nowMs();
  }

  /** Something of this message waits, or is with the vendor, until what is returned is called. */
  enter(where: Stay): () => void {
    this.#account();
    this.#inside[where] += 1;
    if (where === "vendor") this.#calls += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#account();
      this.#inside[where] -= 1;
    };
  }

  breakdown(): Breakdown & { readonly tookMs: number } {
    this.#account();
    const tookMs = Math.round(this.#sinceMs - this.#begunAtMs);
    const vendorMs = Math.round(this.#spentMs.vendor);
    const queueMs = Math.round(this.#spentMs.queue);
    return { tookMs, vendorMs, queueMs, ownMs: tookMs - vendorMs - queueMs, calls: this.#calls };
  }

  #account(): void {
    const nowMs = this.nowMs();
    const where = this.#inside.vendor > 0 ? "vendor" : this.#inside.queue > 0 ? "queue" : undefined;
    if (where) this.#spentMs[where] += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
  }
}

const trails = new AsyncLocalStorage<Trail>();

/** Does `work` as part of what `trail` follows: whatever it logs carries its id, whatever it calls is on its account. */
export const onTrail = <T>(trail: Trail, work: () => T): T => trails.run(trail, work);

/** The message that is being worked on here, if it is one. */
export const currentTrail = (): Trail | undefined => trails.getStore();
