import { z } from "zod";
import type { InboundPress, PressAnswer } from "../../ports/listener.ts";
import { maybe } from "./client.ts";

/** What a button carries back: a random id, which means nothing to whoever reads it. */
export type ButtonValue = { readonly a: string };

export const buttonValue = (actionId: string): ButtonValue => ({ a: actionId });

/** `card.action.trigger` as the SDK hands it over. A value comes back as it was sent; a string is tolerated. */
const event = z.looseObject({
  event_id: z.string().min(1),
  operator: z.looseObject({ open_id: z.string().min(1) }),
  action: z.looseObject({
    value: z.preprocess(
      (value) => (typeof value === "string" ? parsed(value) : value),
      z.looseObject({ a: z.string().min(1) }),
    ),
    form_value: maybe(z.record(z.string(), z.unknown())).catch(undefined),
  }),
  context: z.looseObject({ open_message_id: z.string().min(1), open_chat_id: z.string().min(1) }),
});

/**
 * A pressed button in our words.
 * @throws {z.ZodError} when it is not a button of ours
 */
export function normalizePress(data: unknown): InboundPress {
  const { event_id: id, operator, action, context } = event.parse(data);
  return {
    id,
    actionId: action.value.a,
    ...(action.form_value && { form: filledIn(action.form_value) }),
    personId: operator.open_id,
    chatId: context.open_chat_id,
    messageId: context.open_message_id,
    vendor: { messageId: context.open_message_id, chatId: context.open_chat_id },
  };
}

/** The pickers' values without the zone that they end in: `2026-03-12 +0800`, `15:00 +0800`. Empty fields are left out. */
const filledIn = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === "string" && value !== "" ? [[name, value.replace(/ [+-]\d{4}$/, "")]] : [],
    ),
  );

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
