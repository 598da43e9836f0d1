import { seededRandom } from "./seed/random.ts";

/** How far away the vendors are: each call is answered `meanMs` after it came, give or take `spreadMs`. */
export interface Distance {
  readonly meanMs: number;
  readonly spreadMs: number;
}

/** The way back to the caller. Like limits it runs on real time, whatever the office's clock shows. */
export class Latency {
  readonly #random: () => number;

  /** The same seed draws the same delays; 0 ms until a distance is set. */
  constructor(
    seed: number,
    private distance: Distance = { meanMs: 0, spreadMs: 0 },
  ) {
    this.#random = seededRandom(seed);
  }

  /** For the calls that come from now on. */
  set(distance: Distance): void {
    this.distance = distance;
  }

  /** The next delay in ms, evenly drawn from mean − spread to mean + spread. */
  draw(): number {
    const { meanMs, spreadMs } = this.distance;
    return Math.max(0, meanMs + spreadMs * (2 * this.#random() - 1));
  }

  /** Resolves when an answer that leaves now has arrived. */
  async pass(): Promise<void> {
    const ms = this.draw();
    // A timer counts from the event loop's last look at the clock, and so may ring a little early.
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(ms) + 1));
  }
}
