import type { Clock } from "../../core/clock.ts";
import { describeError, isPlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { PersonId } from "../../core/model.ts";
import type { ReplyTarget } from "../../ports/listener.ts";
import type { Messenger } from "../../ports/messenger.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { type MarkdownMessage, renderCard } from "./card.ts";
import { cutToBytes, escapeMarkdown, PARAGRAPH } from "./markdown.ts";
import { isUserId, type ReplyRoute, replyRoute } from "./reply-route.ts";
import type { Robot } from "./robot.ts";
import { isLive, isTrustedWebhook, postToWebhook } from "./session-webhook.ts";

/** A webhook's message may have 20 000 bytes; title, mention and envelope are allowed for. */
const LONGEST_TEXT_BYTES = 18_000;

export interface MessengerDeps {
  readonly robot: Robot;
  readonly queue: CallQueue;
  /** Configured bases, whose origins a webhook may have. */
  readonly bases: readonly string[];
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Answers through the message's own webhook while it lives (free of API calls, and able to mention), else through
 * the robot API. Neither knows an idempotency key, and neither can change a message later.
 */
export function createMessenger(deps: MessengerDeps): Messenger {
  const { robot, queue, bases, timeoutMs, clock, logger } = deps;

  const mayUseWebhook = (route: ReplyRoute): boolean => {
    if (!isLive(route, clock.now())) return false;
    if (isTrustedWebhook(route.webhook, bases)) return true;
    logger.warn(
      "A message came with a webhook that is not DingTalk's; it is answered by the robot API instead",
    );
    return false;
  };

  /** Whether the webhook took the message; `false` when it certainly did not. Throws `unknown`. */
  const sayByWebhook = (route: ReplyRoute, personId: PersonId, message: MarkdownMessage): Promise<boolean> =>
    queue.run("sessionWebhook", async (signal) => {
      try {
        await postToWebhook(route.webhook, webhookBody(route, personId, message), { timeoutMs, signal });
        return true;
      } catch (error) {
        if (!isPlatformError(error) || error.kind === "unknown") throw error;
        logger.info("The conversation's webhook did not take an answer; the robot API is used", {
          error: describeError(error),
        });
        return false;
      }
    });

  return {
    isIdempotent: false,
    async send(to, card) {
      const { route, personId } = destinationOf(to);
      const message = renderCard(card, route.isGroup ? "group" : "direct");
      if (mayUseWebhook(route) && (await sayByWebhook(route, personId, message))) return { via: "webhook" };
      await robot.send(route, personId, route.isGroup ? named(to.person.name, message) : message);
      return { via: "robot" };
    },
  };
}

/** A target without a readable route (it was stored by an older version) is still a conversation. */
function destinationOf(to: ReplyTarget): { route: ReplyRoute; personId: PersonId } {
  const route = replyRoute.safeParse(to.vendor);
  const { chat, person } = to;
  return {
    personId: person.id,
    route: route.success
      ? route.data
      : { webhook: "", expiresAtMs: 0, conversationId: chat.id, isGroup: chat.kind === "group" },
  };
}

/** The robot API cannot mention anybody: in a group the name at least says whose answer it is, hours later too. */
const named = (name: string, { title, text }: MarkdownMessage): MarkdownMessage => ({
  title,
  text: name ? [escapeMarkdown(`@${name}`), text].join(PARAGRAPH) : text,
});

/** In a group the asker is mentioned: that takes `@<userId>` in the text and the id in the list. Never everybody. */
function webhookBody(route: ReplyRoute, personId: PersonId, { title, text }: MarkdownMessage) {
  const mentioned = route.isGroup && isUserId(personId) ? [personId] : [];
  const words = [...mentioned.map((id) => `@${id}`), cutToBytes(text, LONGEST_TEXT_BYTES)];
  return {
    msgtype: "markdown",
    markdown: { title, text: words.join(PARAGRAPH) },
    at: { atUserIds: mentioned, isAtAll: false },
  };
}
