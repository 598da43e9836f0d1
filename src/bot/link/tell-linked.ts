import type { LinkState } from "../../ports/accounts.ts";
import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import { openTurn } from "../open-turn.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Linking } from "./linkings.ts";

/** Says what came of a page that somebody was shown, where it was asked for. */
export async function tellLinked(
  deps: BotDeps,
  desk: Desk,
  { address, expiresAtMs }: Linking,
  state: Exclude<LinkState, "pending" | "slow-down">,
): Promise<void> {
  const { replyTo, person, chat, language } = address;
  const entry = {
    id: `${address.inboxId}:link:${expiresAtMs}`,
    isRepeat: false,
    sayOnce: async () => {},
  };
  const command = { intent: "link" } as const;
  const turn = openTurn(deps, {
    desk,
    entry,
    replyTo,
    person,
    chat,
    mentions: [],
    command,
    language,
    address,
  });
  const { words, typed } = turn;
  const again = typed(language === "zh" ? "授权" : "link");
  const undo = typed(language === "zh" ? "解除授权" : "unlink");
  const cards = {
    linked: () =>
      simpleCard(language, words.linked, {
        tone: "good",
        texts: [words.linkGives],
        notes: [words.linkUndo(undo)],
      }),
    denied: () => simpleCard(language, words.linkDenied, { notes: [words.linkAgain(again)] }),
    expired: () => simpleCard(language, words.linkExpired, { notes: [words.linkAgain(again)] }),
    incomplete: () => simpleCard(language, words.linkIncomplete, { tone: "bad" }),
    "other-person": () =>
      simpleCard(language, words.linkOther, { tone: "warning", notes: [words.linkAgain(again)] }),
  };
  await turn.say(cards[state](), "final");
}
