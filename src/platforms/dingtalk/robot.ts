import { z } from "zod";
import { PlatformError } from "../../core/errors.ts";
import type { PersonId } from "../../core/model.ts";
import type { MarkdownMessage } from "./card.ts";
import type { DingTalkClient } from "./client.ts";
import { maybe } from "./json.ts";
import { cutToBytes } from "./markdown.ts";
import { isUserId, type ReplyRoute } from "./reply-route.ts";

/** `msgParam` may have 15 000 bytes in all; the title and the escaping of the JSON in JSON are allowed for. */
const LONGEST_TEXT_BYTES = 12_000;

const sent = z.object({
  processQueryKey: maybe(z.string()),
  invalidStaffIdList: maybe(z.array(z.string())),
  flowControlledStaffIdList: maybe(z.array(z.string())),
});

/** The robot's own sends: metered API calls that need no webhook, and cannot mention anybody. */
export interface Robot {
  send(route: ReplyRoute, personId: PersonId, message: MarkdownMessage): Promise<void>;
}

export function createRobot(client: DingTalkClient, robotCode: string): Robot {
  const bodyOf = ({ title, text }: MarkdownMessage) => ({
    robotCode,
    msgKey: "sampleMarkdown",
    msgParam: JSON.stringify({ title, text: cutToBytes(text, LONGEST_TEXT_BYTES) }),
  });

  const toGroup = async (conversationId: string, message: MarkdownMessage): Promise<void> => {
    await client.api({
      api: "robotGroup",
      what: "say something in a group",
      method: "POST",
      path: "/v1.0/robot/groupMessages/send",
      body: { ...bodyOf(message), openConversationId: conversationId },
      answer: sent,
      repeatable: false,
    });
  };

  /** HTTP 200 does not mean that the message went out: whom it did not reach stands in the answer. */
  const toPerson = async (personId: PersonId, message: MarkdownMessage): Promise<void> => {
    const what = "say something to a person";
    if (!isUserId(personId))
      throw new PlatformError(
        "refused",
        "People from outside of the organisation can only be answered by webhook.",
        {
          code: "outsider",
        },
      );
    const answer = await client.api({
      api: "robotDirect",
      what,
      method: "POST",
      path: "/v1.0/robot/oToMessages/batchSend",
      body: { ...bodyOf(message), userIds: [personId] },
      answer: sent,
      repeatable: false,
    });
    if (answer.flowControlledStaffIdList?.includes(personId))
      throw new PlatformError(
        "throttled",
        `DingTalk held back "${what}": too many messages to this person.`,
        {
          code: "flowControlledStaffIdList",
          retryAfterMs: 30_000,
        },
      );
    if (answer.invalidStaffIdList?.includes(personId))
      throw new PlatformError(
        "refused",
        `DingTalk refused "${what}": it does not know the person's userId.`,
        {
          code: "invalidStaffIdList",
        },
      );
  };

  return {
    send: (route, personId, message) =>
      route.isGroup ? toGroup(route.conversationId, message) : toPerson(personId, message),
  };
}
