import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import { openTurn } from "../open-turn.ts";
import type { Turn } from "../turn.ts";
import type { Address } from "./address.ts";

/** A turn in which a person is told of something after their message was answered. `about` tells such turns apart. */
export function lateTurn(deps: BotDeps, desk: Desk, address: Address, about: string): Turn {
  const { replyTo, person, chat, language, inboxId } = address;
  const entry = { id: `${inboxId}:${about}`, isRepeat: false, sayOnce: async () => {} };
  const command = { intent: "find" } as const;
  return openTurn(deps, { desk, entry, replyTo, person, chat, mentions: [], command, language, address });
}
