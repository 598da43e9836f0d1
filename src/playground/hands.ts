import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import type { Colleague } from "../sandbox/office.ts";
import { type Stage, VENDOR_NAMES } from "./stage.ts";

/** What the page's user does in a colleague's name. */

const key = z.string().min(1).max(200);

export const sayRequest = z.object({
  vendor: z.enum(VENDOR_NAMES),
  colleague: key,
  chat: key,
  text: z.string().max(10_000, "is longer than 10,000 characters"),
  /** Counts in groups, where the bot hears only what mentions it. */
  mentionsBot: z.boolean().default(true),
});

export const pressRequest = z.object({
  vendor: z.enum(VENDOR_NAMES),
  colleague: key,
  line: key,
  /** Its place among the line's buttons. */
  button: z.number().int().min(0).max(1_000),
  /** What was filled in, where the button sends a form. */
  form: z.record(key, z.string().max(1_000)).optional(),
});

/**
 * Says something in a chat; returns the message's id.
 * @throws {HTTPException} 4xx with a sentence that says what was wrong
 */
export function say(stage: Stage, request: z.output<typeof sayRequest>): string {
  const { vendor, text, mentionsBot } = request;
  const { chat, members } = chatOf(stage, request.chat, request.colleague);
  const isGroup = chat.kind === "group";
  if (text.trim() === "" && !(isGroup && mentionsBot)) throw refusal(400, "There is nothing to say.");
  const mentionKeys = isGroup
    ? members.filter(({ name }) => text.includes(`@${name}`)).map((member) => member.key)
    : [];
  return stage[vendor].say(request.colleague, chat.key, text, { mentionsBot, mentionKeys });
}

/**
 * Presses a button of the bot's; resolves with what the vendor shows to the presser, if anything.
 * @throws {HTTPException} 4xx with a sentence that says what was wrong
 */
export async function press(
  stage: Stage,
  request: z.output<typeof pressRequest>,
): Promise<string | undefined> {
  const vendor = stage[request.vendor];
  const line = vendor.lines.findLast(({ id }) => id === request.line);
  if (!line) throw refusal(404, "There is no such message.");
  chatOf(stage, line.chatKey, request.colleague);
  const button = line.buttons[request.button];
  if (!button) throw refusal(404, "The message has no such button (any more).");
  return vendor.press(request.colleague, line.id, button.value, request.form);
}

function chatOf({ world }: Stage, chatKey: string, colleagueKey: string) {
  const { chats, colleagues } = world.office;
  const chat = chats.find((one) => one.key === chatKey);
  if (!chat) throw refusal(404, "There is no such chat.");
  if (!colleagues.some((one) => one.key === colleagueKey)) throw refusal(404, "There is no such colleague.");
  if (!chat.memberKeys.includes(colleagueKey)) throw refusal(403, "This colleague is not in that chat.");
  const members: Colleague[] = colleagues.filter((one) => chat.memberKeys.includes(one.key));
  return { chat, members };
}

const refusal = (status: 400 | 403 | 404, message: string) => new HTTPException(status, { message });
