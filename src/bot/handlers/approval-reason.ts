import type { BookingRequest } from "../../booking/requests.ts";
import type { Command, Intent } from "../../command/command.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { Decision, DecisionTo } from "./decision.ts";

/** What is to be approved, and may need a reason. */
type Request = DecisionTo<"book"> | DecisionTo<"swap">;

const isRequest = (decision: Decision): decision is Request =>
  decision.kind === "book" || decision.kind === "swap";

const reasonOf = (decision: Request): string | undefined =>
  decision.kind === "book" ? decision.request.reason : decision.reason;

/** A room whose approver has to be told why: the person is asked before anything is done. Else the decision as it is. */
export async function askReasonFirst(turn: Turn, decision: Decision): Promise<Decision> {
  const { approvals } = turn.desk.platform.rooms;
  const isAsked = approvals && isRequest(decision) && decision.isForApproval;
  if (!isAsked || reasonOf(decision) !== undefined) return decision;
  const { words, language, typed } = turn;
  const { room } = decision.kind === "book" ? decision.request : decision;
  const when = decision.kind === "book" ? decision.request : decision.booking;
  const question = { language, choices: [], isAside: { dropped: words.dropped } };
  await turn.conversation.ask({ ...question, reasonFor: decision });
  return {
    kind: "say",
    card: simpleCard(language, words.reasonWhy(room.name), {
      tone: "warning",
      texts: [turn.range(when), words.reasonHow(typed(words.reasonExample), approvals.longestReason)],
      notes: [words.reasonDrop(typed(language === "zh" ? "不用了" : "no"))],
    }),
  };
}

/** Not done without a reason, whatever else they would mean. */
const SAYS_NOTHING = /^(skip|none|yes|ok|okay|跳过|没有|无|好|好的|嗯|是|是的)?[。.!！]?$/i;

/** Said while a reason is wanted, these are no reason. */
const NO_REASON: ReadonlySet<Intent> = new Set(["decline", "help", "mine", "more", "link", "unlink"]);

/** How a message is meant that comes while a reason is wanted: nearly all of them are the reason, whatever they say. */
export function meantWithReasonWanted(text: string, command: Command): "reason" | "drop" | "command" {
  const { intent, choice, room, start, date } = command;
  if (SAYS_NOTHING.test(text.trim())) return "reason";
  const isBare = choice === undefined && room === undefined && start === undefined && date === undefined;
  if (intent === "cancel" && isBare) return "drop";
  return NO_REASON.has(intent) || (intent === "book" && choice !== undefined) ? "command" : "reason";
}

/** The reason was given: what waited for it is done with it. */
export async function decideByReason(turn: Turn, text: string): Promise<Decision> {
  const { words, language, conversation, desk } = turn;
  const asked = (await conversation.question())?.reasonFor;
  if (!asked || !isRequest(asked)) return warn(turn, words.noOpenList);
  const reason = text.trim().replace(/\s+/g, " ");
  const drop = words.reasonDrop(turn.typed(language === "zh" ? "不用了" : "no"));
  if (SAYS_NOTHING.test(reason)) return warn(turn, words.reasonNeeded, drop);
  const most = desk.platform.rooms.approvals?.longestReason ?? Number.POSITIVE_INFINITY;
  if (reason.length > most) return warn(turn, words.reasonTooLong(reason.length, most), drop);
  await conversation.drop("question");
  return withReason(asked, reason);
}

const warn = ({ language }: Turn, title: string, note = ""): Decision => ({
  kind: "say",
  card: simpleCard(language, title, { tone: "warning", notes: [note] }),
});

function withReason(decision: Request, reason: string): Decision {
  if (decision.kind === "swap") return { ...decision, reason };
  const say = (request: BookingRequest): BookingRequest => ({ ...request, reason });
  const { request, second, pieces } = decision;
  return {
    ...decision,
    request: say(request),
    ...(second && { second: say(second) }),
    ...(pieces && { pieces: pieces.map(say) }),
  };
}
