import { z } from "zod";
import type { Chat } from "../../core/model.ts";
import type { InboundPress, PressAnswer } from "../../ports/listener.ts";

/**
 * What a button carries back: the action's id, and whether the card lies in a group, which the callback does not tell.
 */
export type ButtonValue = { readonly a: string; readonly g?: 1 };

export const buttonValue = (actionId: string, kind: Chat["kind"]): ButtonValue =>
  kind === "group" ? { a: actionId, g: 1 } : { a: actionId };

/** `card.action.trigger` as the SDK hands it over. A value comes back as it was sent; a string is tolerated. */
const event = z.looseObject({
  event_id: z.string().min(1),
  operator: z.looseObject({ open_id: z.string().min(1) }),
  action: z.looseObject({
    value: z.preprocess(
      (value) => (typeof value === "string" ? parsed(value) : value),
      z.looseObject({ a: z.string().min(1), g: z.number().optional().catch(undefined) }),
    ),
  }),
  context: z.looseObject({ open_message_id: z.string().min(1), open_chat_id: z.string().min(1) }),
});

/**
 * A pressed button in our words.
 * @throws {z.ZodError} when it is not a button of ours
 */
export function normalizePress(data: unknown): InboundPress {
  const { event_id: id, operator, action, context } = event.parse(data);
  const chat: Chat = { id: context.open_chat_id, kind: action.value.g === 1 ? "group" : "direct" };
  return {
    id,
    actionId: action.value.a,
    personId: operator.open_id,
    chat,
    replyTo: {
      chat,
      person: { id: operator.open_id, name: "" },
      messageId: context.open_message_id,
      vendor: { messageId: context.open_message_id, chatId: context.open_chat_id },
    },
  };
}

const TOASTS = { info: "info", good: "success", warning: "warning", bad: "error" } as const;

/** The callback's answer. `{}` and never nothing: some clients show an error for an answer without a body. */
export function toastOf(answer: PressAnswer | undefined): Record<string, unknown> {
  return answer ? { toast: { type: TOASTS[answer.tone], content: answer.text } } : {};
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
