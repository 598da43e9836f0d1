import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import type { PlatformName } from "../core/model.ts";
import type { Budget, Spent } from "../ports/budget.ts";
import type { Storage } from "../ports/storage.ts";
import { localDateOf } from "../time/zone.ts";

/** Both vendors reckon in natural months of their own clock (DingTalk "API call limits", Feishu "Rate limits"). */
const VENDOR_ZONE = "Asia/Shanghai";
/** What a process that dies has not written down yet is not counted: at most so long. */
const WRITTEN_EVERY_MS = 5_000;
/** Kept until the month after, for whoever wants to compare it with the vendor's own page. */
const KEPT_MS = 62 * 24 * 60 * 60_000;
const WARNINGS = [0.95, 0.8];

export type Counted = "calls" | "messages";

/** What is written down of a month, by all instances together. */
interface Written {
  readonly used: number;
  /** The highest share that was warned of. */
  readonly warned: number;
}

export interface MonthCountOptions {
  readonly platform: PlatformName;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What this bot may plan with; absent or infinite is no limit. */
  readonly shares: Readonly<{ [what in Counted]?: number | undefined }>;
}

/**
 * Counts what the vendor counts by the month, for this app alone: other apps of the organisation spend from the same
 * quota and are not seen. Instances on one storage add up. Told of at 80 % and 95 %, once each month.
 */
export class MonthCount implements Budget {
  readonly #written = new Map<string, Written>();
  readonly #pending = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: MonthCountOptions) {
    // What an earlier run, or another instance, has spent is known from the start on.
    this.#pending.set(this.#key("calls"), 0).set(this.#key("messages"), 0);
    this.#writing = this.#write();
  }

  calls = (): Spent => this.#spent("calls");
  messages = (): Spent => this.#spent("messages");

  /** One more was spent. */
  count(what: Counted): void {
    const key = this.#key(what);
    this.#pending.set(key, (this.#pending.get(key) ?? 0) + 1);
    this.#timer ??= setTimeout(() => void this.flush(), WRITTEN_EVERY_MS).unref();
  }

  /** Writes down what was counted since; never throws. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #spent(what: Counted): Spent {
    const key = this.#key(what);
    const used = (this.#written.get(key)?.used ?? 0) + (this.#pending.get(key) ?? 0);
    const of = this.options.shares[what];
    return of === undefined || !Number.isFinite(of) ? { used } : { used, of };
  }

  async #write(): Promise<void> {
    for (const [key, by] of [...this.#pending]) {
      try {
        const written = await this.#add(key, by);
        this.#pending.set(key, (this.#pending.get(key) ?? 0) - by);
        this.#written.set(key, written);
        if (key !== this.#key(whatOf(key)) && this.#pending.get(key) === 0) this.#pending.delete(key);
      } catch (error) {
        this.options.logger.warn(
          "what was spent of the month could not be written down; it is kept for later",
          {
            error: describeError(error),
          },
        );
        return;
      }
    }
  }

  /** Adds to what all instances have written, and warns where that passes a mark for the first time. */
  async #add(key: string, by: number): Promise<Written> {
    const { storage } = this.options;
    for (;;) {
      const before = (await storage.get(key)) as { used: number; warned: number } | undefined;
      if (by === 0) return before ?? { used: 0, warned: 0 };
      const used = (before?.used ?? 0) + by;
      const of = this.options.shares[whatOf(key)];
      const share = of === undefined || of === 0 ? 0 : used / of;
      const warned = Math.max(before?.warned ?? 0, WARNINGS.find((mark) => share >= mark) ?? 0);
      const value = { used, warned };
      if (!(await storage.write([{ key, value, ttlMs: KEPT_MS }], { key, is: before }))) continue;
      if (warned > (before?.warned ?? 0)) this.#warn(whatOf(key), used, share);
      return value;
    }
  }

  #warn(what: Counted, used: number, share: number): void {
    const { logger, platform, shares } = this.options;
    logger.warn(
      `${Math.floor(share * 100)} % of this month's ${what} on ${platform} are used: raise the organisation's quota, or the bot's share of it`,
      { used, of: shares[what] ?? 0, variable: `${platform.toUpperCase()}_MONTHLY_${what.toUpperCase()}` },
    );
  }

  #key(what: Counted): string {
    const month = localDateOf(this.options.clock.now(), VENDOR_ZONE).slice(0, 7);
    return `month:${this.options.platform}:${what}:${month}`;
  }
}

const whatOf = (key: string): Counted => (key.includes(":messages:") ? "messages" : "calls");
