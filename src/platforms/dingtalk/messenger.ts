import { z } from "zod";
import type { Card } from "../../card/elements.ts";
import type { Clock } from "../../core/clock.ts";
import { describeError, isPlatformError, PlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { PersonId } from "../../core/model.ts";
import type { ReplyTarget } from "../../ports/listener.ts";
import type { Messenger, SentMessage } from "../../ports/messenger.ts";
import type { CallQueue } from "../../queue/queue.ts";
import { type MarkdownMessage, renderCard } from "./card.ts";
import { renderVariables } from "./interactive-card.ts";
import type { InteractiveCards } from "./interactive-cards.ts";
import { cutToBytes, escapeMarkdown, PARAGRAPH } from "./markdown.ts";
import { isUserId, type ReplyRoute, replyRoute } from "./reply-route.ts";
import type { Robot } from "./robot.ts";
import { isLive, isTrustedWebhook, postToWebhook } from "./session-webhook.ts";

/** A webhook's message may have 20 000 bytes; title, mention and envelope are allowed for. */
const LONGEST_TEXT_BYTES = 18_000;

export interface MessengerDeps {
  readonly robot: Robot;
  /** Absent where no template is configured: answers are markdown then. */
  readonly cards?: InteractiveCards | undefined;
  readonly queue: CallQueue;
  /** Configured bases, whose origins a webhook may have. */
  readonly bases: readonly string[];
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A card of ours, with what changing it takes. */
const sentCard = z.object({ outTrackId: z.string(), personId: z.string() });
/** A press's `vendor` has the card's id beside the route. */
const pressedCard = z.object({ outTrackId: z.string() });

/**
 * Answers by a card where there is a template for it; else through the message's own webhook while it lives (free of API
 * calls, and able to mention), else through the robot API. Of these only a card can be changed later.
 */
export function createMessenger(deps: MessengerDeps): Messenger {
  const { robot, cards, queue, bases, timeoutMs, clock, logger } = deps;

  /** The card that was shown; `undefined` where it certainly was not. Throws `unknown`. */
  const sayByCard = async (to: ReplyTarget, card: Card, key: string): Promise<SentMessage | undefined> => {
    const variables = cards && renderVariables(card);
    if (!cards || !variables) return undefined;
    const { route, personId } = destinationOf(to);
    try {
      return { outTrackId: await cards.send(route, to.person, variables, key), personId };
    } catch (error) {
      if (!isPlatformError(error) || error.kind === "unknown") throw error;
      logger.warn("DingTalk did not take a card; its words are sent as a text", {
        error: describeError(error),
      });
      return undefined;
    }
  };

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
    ...(cards && {
      isMetered: true,
      pressed({ vendor, person }) {
        const { outTrackId } = pressedCard.safeParse(vendor).data ?? {};
        return outTrackId === undefined ? undefined : { outTrackId, personId: person.id };
      },
      async update(sent, card) {
        const { outTrackId, personId } = sentCard.parse(sent);
        const variables = renderVariables(card);
        if (!variables)
          throw new PlatformError("refused", "The answer is too long for the card: it is sent as a text.");
        await cards.update(outTrackId, personId, variables);
      },
    }),
    async send(to, card, key) {
      const shown = await sayByCard(to, card, key);
      if (shown !== undefined) return shown;
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
