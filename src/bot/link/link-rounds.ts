import { underLease } from "../../booking/lease.ts";
import { describeError } from "../../core/errors.ts";
import type { Accounts, LinkState } from "../../ports/accounts.ts";
import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import type { InTurn } from "../follow-up/follow-up-rounds.ts";
import { Rounds } from "../rounds.ts";
import type { Linking } from "./linkings.ts";
import { tellLinked } from "./tell-linked.ts";

const KEEP_ALIVE_EVERY_MS = 60 * 60_000;
/** RFC 8628 §3.5: so much longer between looks, from then on. */
const SLOW_DOWN_MS = 5_000;

/**
 * Looks whether people have answered the page they were shown, as often as the platform allows, until they have or it
 * expires. Each is followed by one instance; what a dead one followed is taken over within a minute and a lease.
 */
export class LinkRounds extends Rounds {
  readonly #followed = new Set<string>();
  readonly #over = new AbortController();
  #keptAliveMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly bot: BotDeps,
    desks: () => Iterable<Desk>,
    private readonly inTurn: InTurn,
  ) {
    super(bot, "linked accounts", async () => {
      for (const desk of desks()) {
        const { accounts } = desk.platform;
        if (!accounts) continue;
        desk.linkings.onBegun = (linking) => void this.#follow(desk, accounts, linking);
        for (const linking of await desk.linkings.all()) void this.#follow(desk, accounts, linking);
      }
      if (bot.clock.now() < this.#keptAliveMs + KEEP_ALIVE_EVERY_MS) return;
      for (const { platform } of desks()) await platform.accounts?.keepAlive();
      this.#keptAliveMs = bot.clock.now();
    });
  }

  override async stop(graceMs: number): Promise<void> {
    this.#over.abort();
    await super.stop(graceMs);
  }

  /** Never throws. */
  async #follow(desk: Desk, accounts: Accounts, linking: Linking): Promise<void> {
    const { person } = linking.address;
    const key = `linking-lease:${desk.platform.name}:${person.id}:${linking.expiresAtMs}`;
    if (this.#followed.has(key)) return;
    this.#followed.add(key);
    try {
      await underLease(this.bot, key, 0, async () => {
        const state = await this.#untilAnswered(desk, accounts, linking);
        if (!state || !(await desk.linkings.end(linking))) return;
        await this.inTurn(desk, linking.address, () => tellLinked(this.bot, desk, linking, state));
      });
    } catch (error) {
      this.bot.logger.error("a link could not be followed; it is tried again", {
        error: describeError(error),
      });
    } finally {
      this.#followed.delete(key);
    }
  }

  /** `undefined`: a newer page has taken its place, or the bot is being stopped. */
  async #untilAnswered(
    desk: Desk,
    accounts: Accounts,
    { attempt, expiresAtMs, lookEveryMs, address }: Linking,
  ): Promise<Exclude<LinkState, "pending" | "slow-down"> | undefined> {
    const { clock, logger } = this.bot;
    let everyMs = lookEveryMs;
    while (clock.now() < expiresAtMs) {
      try {
        await clock.sleep(everyMs, this.#over.signal);
      } catch {
        return undefined;
      }
      if ((await desk.linkings.find(address.person.id))?.expiresAtMs !== expiresAtMs) return undefined;
      try {
        const state = await accounts.look(address.person.id, attempt);
        if (state === "slow-down") everyMs += SLOW_DOWN_MS;
        else if (state !== "pending") return state;
      } catch (error) {
        logger.warn("it could not be seen whether an account is linked", { error: describeError(error) });
      }
    }
    return "expired";
  }
}
