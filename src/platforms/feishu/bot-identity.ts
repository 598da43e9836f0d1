import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { describeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { Storage } from "../../ports/storage.ts";
import type { FeishuClient } from "./client.ts";
import { kept } from "./kept.ts";

export interface BotIdentity {
  /** The bot's own open_id, by which a mention of it is told from one of a person; `undefined` where it cannot be read in time. */
  openId(): Promise<string | undefined>;
}

export interface BotIdentityOptions {
  readonly client: FeishuClient;
  /** Whose bot it is. */
  readonly appId: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly waitMs: number;
  readonly retryMs: number;
}

/** `GET /bot/v3/info` answers flat, without `data`. */
const answer = z.object({ bot: z.object({ open_id: z.string().min(1) }) });

const LIFE_MS = 24 * 60 * 60_000;

/** Read once and kept for a day, past a restart too. While it cannot be read nobody waits for it long, and it is asked for now and then only. */
export function createBotIdentity(options: BotIdentityOptions): BotIdentity {
  const { client, appId, storage, clock, logger, waitMs, retryMs } = options;
  let known: string | undefined;
  let reading: Promise<string | undefined> | undefined;
  let notBeforeMs = 0;

  const fetch = async (): Promise<string> => {
    const { bot } = await client.call({
      api: "botInfo",
      send: (sdk, auth) => sdk.request({ method: "GET", url: "/open-apis/bot/v3/info" }, auth),
      answer,
      repeatable: true,
    });
    return bot.open_id;
  };
  const idOf = kept({ storage, clock }, { kind: "bot", lifeMs: LIFE_MS, shape: z.string().min(1) }, fetch);

  const read = async (): Promise<string | undefined> => {
    try {
      known = await idOf(appId);
    } catch (error) {
      notBeforeMs = clock.now() + retryMs;
      logger.warn("The bot's own id could not be read; until then a leading mention counts as the bot", {
        error: describeError(error),
      });
    }
    return known;
  };

  return {
    async openId() {
      if (known !== undefined || (!reading && clock.now() < notBeforeMs)) return known;
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return await inTime(reading, waitMs);
    },
  };
}

/** Real time, whatever the clock says: the vendor waits for the acknowledgement meanwhile. */
async function inTime<T>(value: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return await Promise.race([value, late]).finally(() => clearTimeout(timer));
}
