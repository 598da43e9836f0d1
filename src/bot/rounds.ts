import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";

const ROUND_MS = 60_000;

/** Does something at once and then every minute, until it is stopped. A round that breaks is logged; the next one comes. */
export class Rounds {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: { readonly clock: Clock; readonly logger: Logger },
    private readonly what: string,
    private readonly round: (signal: AbortSignal) => Promise<void>,
  ) {}

  start(): void {
    this.#running = this.#forEver();
  }

  /** Begins no further round; resolves when the one under way has ended, after `graceMs` at the latest. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.#running, grace]);
    clearTimeout(timer);
  }

  async #forEver(): Promise<void> {
    const { clock, logger } = this.deps;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.round(signal).catch((error: unknown) =>
        logger.error("a round broke; the next one comes", { what: this.what, error: describeError(error) }),
      );
      await clock.sleep(ROUND_MS, signal).catch(() => {});
    }
  }
}
