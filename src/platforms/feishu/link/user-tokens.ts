import { randomUUID } from "node:crypto";
import type { Clock } from "../../../core/clock.ts";
import { PlatformError } from "../../../core/errors.ts";
import type { Logger } from "../../../core/logger.ts";
import type { PersonId } from "../../../core/model.ts";
import type { Storage } from "../../../ports/storage.ts";
import type { FoundLink, Link, Links } from "./links.ts";
import type { OAuth } from "./oauth.ts";

/** A token is renewed this early. */
const EARLY_MS = 5 * 60_000;
/** Whoever renews holds this lease; longer than a renewal can take. */
const LEASE_MS = 20_000;
const LOOK_EVERY_MS = 150;

/** The tokens of colleagues who linked their accounts. */
export interface UserTokens {
  /**
   * A token that is good now; undefined where there is no link (any more). `rejected`: one that Feishu did not take,
   * so that another is wanted. Throws the platform's error where the link stands and cannot be renewed at the moment.
   */
  of(personId: PersonId, rejected?: string): Promise<string | undefined>;
}

export interface UserTokensDeps {
  readonly links: Links;
  readonly oauth: OAuth;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told when an authorisation turned out to be over: the link is forgotten. */
  readonly onOver: (personId: PersonId) => Promise<void>;
}

/**
 * Refresh tokens rotate, and each is good for once: one renewal at a time per person, across instances, by a lease;
 * the new pair is stored before it is used. Who does not get the lease waits for the new token to appear.
 */
export function createUserTokens(deps: UserTokensDeps): UserTokens {
  const { links, oauth, storage, clock, logger, onOver } = deps;
  const renewing = new Map<PersonId, Promise<string | undefined>>();

  const isGood = (link: Link, rejected: string | undefined): boolean =>
    link.accessToken !== rejected && clock.now() < link.accessEndsMs - EARLY_MS;

  const renewUnderLease = async (
    personId: PersonId,
    found: FoundLink,
    rejected: string | undefined,
  ): Promise<string | undefined> => {
    const { accessToken, accessEndsMs, refreshToken } = found.link;
    const grant = await oauth.refresh(refreshToken).catch((error: unknown) => {
      // The old token lives a little longer: a renewal that fails for a passing reason does no harm yet.
      if (accessToken === rejected || clock.now() >= accessEndsMs) throw error;
      return "later" as const;
    });
    if (grant === "later") return accessToken;
    if (!grant) {
      logger.info("a colleague's authorisation is over");
      await links.remove(personId);
      await onOver(personId);
      return undefined;
    }
    // Removed meanwhile, it stays removed.
    return (await links.renew(personId, found, grant)) ? grant.accessToken : undefined;
  };

  const renew = async (personId: PersonId, rejected: string | undefined): Promise<string | undefined> => {
    const key = `link-lease:feishu:${personId}`;
    const me = randomUUID();
    const givesUpAtMs = clock.now() + LEASE_MS;
    for (;;) {
      const isMine = await storage.write([{ key, value: me, ttlMs: LEASE_MS }], { key, is: undefined });
      try {
        // Looked at under the lease: somebody else may have renewed it while this one waited.
        const found = await links.find(personId);
        if (!found) return undefined;
        if (isGood(found.link, rejected)) return found.link.accessToken;
        if (isMine) return await renewUnderLease(personId, found, rejected);
      } finally {
        if (isMine) await storage.write([{ key, value: undefined }], { key, is: me });
      }
      if (clock.now() > givesUpAtMs)
        throw new PlatformError(
          "unreachable",
          "A colleague's token is being renewed elsewhere and did not come.",
        );
      await clock.sleep(LOOK_EVERY_MS);
    }
  };

  return {
    async of(personId, rejected) {
      const found = await links.find(personId);
      if (!found) return undefined;
      if (isGood(found.link, rejected)) return found.link.accessToken;
      const underWay =
        renewing.get(personId) ?? renew(personId, rejected).finally(() => renewing.delete(personId));
      renewing.set(personId, underWay);
      return underWay;
    },
  };
}
