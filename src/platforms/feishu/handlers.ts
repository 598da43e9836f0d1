import { EventDispatcher, LoggerLevel, type Logger as SdkLogger } from "@larksuiteoapi/node-sdk";
import { ZodError } from "zod";
import { describeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { Hearing } from "../../ports/listener.ts";
import type { BotIdentity } from "./bot-identity.ts";
import { normalizePress, toastOf } from "./card-action.ts";
import { normalizeMessage } from "./normalize.ts";
import { ROOM_CHANGES } from "./room-change.ts";

export interface HandlersOptions {
  readonly hearing: Hearing;
  readonly bot: BotIdentity;
  readonly logger: Logger;
  readonly sdkLogger: SdkLogger;
}

/**
 * What is done with each event. The SDK acknowledges when the handler returns, which Feishu gives 3 s: a message is
 * recorded and nothing more. A handler that throws is not acknowledged (code 500), and the event comes again.
 */
export function createDispatcher({ hearing, bot, logger, sdkLogger }: HandlersOptions): EventDispatcher {
  const heard = async (what: string, work: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ZodError) {
        // It would be no better the next time.
        logger.warn("An event could not be read and is passed over", { what, fields: fieldsOf(error) });
        return {};
      }
      logger.error("An event could not be recorded; Feishu will send it again", {
        what,
        error: describeError(error),
      });
      throw new Error("not recorded");
    }
  };

  return new EventDispatcher({ logger: sdkLogger, loggerLevel: LoggerLevel.debug }).register({
    "im.message.receive_v1": (data: unknown) =>
      heard("im.message.receive_v1", async () => {
        await hearing.message(normalizeMessage(data, await bot.openId()));
      }),
    "card.action.trigger": (data: unknown) =>
      heard("card.action.trigger", async () => toastOf(await hearing.press(normalizePress(data)))),
    ...Object.fromEntries(
      Object.entries(ROOM_CHANGES).map(([event, changeOf]) => [
        event,
        (data: unknown) =>
          heard(event, async () => {
            const change = changeOf(data);
            if (change) await hearing.roomsChanged?.(change);
            else logger.debug("An event names no room and is passed over", { event });
          }),
      ]),
    ),
  });
}

/** Where it was wrong, and nothing of what was said. */
const fieldsOf = (error: ZodError): string[] => error.issues.map((issue) => issue.path.join("."));
