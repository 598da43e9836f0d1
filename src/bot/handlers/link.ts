import type { Card } from "../../card/elements.ts";
import { formatClock } from "../../time/format.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";

/** Lets a colleague link an account, so that the bot acts in that name. Only alone: the page is for one person. */
export const link: Handler = async (turn) => {
  const { words, language, desk, chat, person, office } = turn;
  const { accounts } = desk.platform;
  if (!accounts) return turn.say(nothingToLink(turn), "once");
  if (chat.kind !== "direct")
    return turn.say(simpleCard(language, words.linkAlone, { tone: "warning" }), "once");
  const undo = turn.typed(language === "zh" ? "解除授权" : "unlink");
  if (await accounts.isLinked(person.id))
    return turn.say(simpleCard(language, words.linkedAlready, { notes: [words.linkUndo(undo)] }), "once");
  const invitation = await accounts.invite(person.id);
  await desk.linkings.begin({ ...invitation, address: turn.address });
  await turn.say(
    simpleCard(language, words.linkInvite, {
      texts: [words.linkGives],
      blocks: [{ kind: "link", label: words.linkOpen, url: invitation.url }],
      notes: [words.linkUntil(formatClock(invitation.expiresAtMs, office.zone)), words.linkUndo(undo)],
    }),
    "once",
  );
};

/** Why there is nothing to link here. */
const nothingToLink = ({ words, language, desk }: Turn): Card =>
  simpleCard(language, desk.platform.isLinkingOff ? words.linkOff : words.linkNotNeeded);

/** Gives the authorisation back and forgets it. */
export const unlink: Handler = async (turn) => {
  const { words, language, desk, person } = turn;
  const { accounts } = desk.platform;
  if (!accounts) return turn.say(nothingToLink(turn), "once");
  const open = await desk.linkings.find(person.id);
  if (open) await desk.linkings.end(open);
  const wasLinked = await accounts.unlink(person.id);
  await turn.say(
    simpleCard(language, wasLinked ? words.unlinked : words.notLinked, {
      notes: [wasLinked ? words.unlinkedMeans : ""],
    }),
    "final",
  );
};
