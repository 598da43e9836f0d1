import { type Client, withUserAccessToken } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import type { Clock } from "../../../core/clock.ts";
import { describeError } from "../../../core/errors.ts";
import type { Logger } from "../../../core/logger.ts";
import type { PersonId } from "../../../core/model.ts";
import type { Accounts } from "../../../ports/accounts.ts";
import type { CallQueue } from "../../../queue/queue.ts";
import { dataOf } from "../client.ts";
import { unreadable } from "../errors.ts";
import type { Links, Sealing } from "./links.ts";
import type { DevicePoll, OAuth } from "./oauth.ts";
import type { UserTokens } from "./user-tokens.ts";

const whoAnswer = dataOf(z.object({ open_id: z.string().min(1) }));
const ATTEMPT = "link-attempt";
/** A refresh token lives for a week: days enough to be renewed in, whatever is down meanwhile. */
const RENEWED_BEFORE_END_MS = 4 * 24 * 60 * 60_000;

export interface AccountsDeps {
  readonly sdk: Client;
  readonly oauth: OAuth;
  readonly links: Links;
  readonly userTokens: UserTokens;
  readonly seal: Sealing;
  readonly queue: CallQueue;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Links by the device flow (RFC 8628), which needs no address of ours. Whoever opens the page may be anybody: the
 * tokens are kept only where they belong to the person who asked, and are given back otherwise.
 */
export function createAccounts(deps: AccountsDeps): Accounts {
  const { sdk, oauth, links, userTokens, seal, queue, clock, logger } = deps;
  const whoHas = async (token: string): Promise<PersonId> => {
    const answer = await queue.run(
      "userInfo",
      () => sdk.authen.v1.userInfo.get({}, withUserAccessToken(token)),
      { repeatable: true },
    );
    const read = whoAnswer.safeParse(answer);
    if (!read.success) throw unreadable("see whose account was linked");
    return read.data.open_id;
  };
  const giveBack = async (token: string): Promise<void> => {
    try {
      await oauth.revoke(token);
    } catch (error) {
      logger.warn("a token could not be given back; it ends by itself", { error: describeError(error) });
    }
  };
  const keep = async (personId: PersonId, { grant }: Extract<DevicePoll, { kind: "granted" }>) => {
    let isTheirs = false;
    try {
      isTheirs = (await whoHas(grant.accessToken)) === personId;
    } finally {
      if (!isTheirs) await giveBack(grant.refreshToken);
    }
    if (!isTheirs) return "other-person" as const;
    await links.add(personId, grant);
    return "linked" as const;
  };

  return {
    isLinked: async (personId) => (await links.find(personId)) !== undefined,
    hasEnded: (personId) => links.takeOver(personId),
    async invite(personId) {
      const { deviceCode, url, lifeMs, pollEveryMs } = await oauth.beginDeviceFlow();
      return {
        url,
        expiresAtMs: clock.now() + lifeMs,
        lookEveryMs: pollEveryMs,
        attempt: seal.close(deviceCode, `${ATTEMPT}:${personId}`),
      };
    },
    async look(personId, attempt) {
      const sealed = typeof attempt === "string" ? attempt : "";
      const deviceCode = seal.open(sealed, `${ATTEMPT}:${personId}`);
      if (deviceCode === undefined) return "expired";
      const poll = await oauth.pollDevice(deviceCode);
      if (poll.kind === "granted") return keep(personId, poll);
      if (poll.kind === "incomplete") {
        await giveBack(poll.token);
        logger.error("no account can be linked: the app lacks user permissions, see the developer console", {
          missing: [...poll.missing].join(" "),
        });
      }
      return poll.kind;
    },
    async keepAlive() {
      for (const personId of await links.endingBy(clock.now() + RENEWED_BEFORE_END_MS)) {
        await userTokens.of(personId).catch((error: unknown) => {
          logger.warn("a link could not be renewed; it is tried again", { error: describeError(error) });
        });
      }
    },
    async unlink(personId) {
      const found = await links.find(personId);
      if (!found) return false;
      // Forgotten first: whatever becomes of the vendor's call, the bot does not act in that name any more.
      await links.remove(personId);
      await giveBack(found.link.refreshToken);
      return true;
    },
  };
}
