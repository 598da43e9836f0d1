import type { BookingOutcome, NotBooked } from "../../booking/outcomes.ts";
import type { BookingRequest } from "../../booking/requests.ts";
import type { Card } from "../../card/elements.ts";
import { isPlatformError, NOT_LINKED } from "../../core/errors.ts";
import type { Language } from "../../time/format.ts";
import type { Turn } from "../turn.ts";
import { simpleCard } from "./simple-card.ts";
import type { Telling } from "./telling.ts";
import type { Words } from "./words.ts";

/** The room, or both of a plan in their order: `Everest, then K2`. */
export function namesOf(
  { room, second }: { room: { name: string }; second?: { room: { name: string } } },
  words: Words,
): string {
  return second ? words.roomsInTurn(room.name, second.room.name) : room.name;
}

/** What came of a booking: what happened, what state things are in, what to do. `likely`: why, where nobody said. */
export function outcomeCard(
  outcome: BookingOutcome,
  request: BookingRequest,
  telling: Telling & Pick<Turn, "typed" | "titleHere">,
  likely = "",
): Card {
  const { words, language } = telling;
  const when = telling.range(request);
  if (outcome.kind === "booked") {
    const isApproval = outcome.response === "approval";
    const title = isApproval ? words.requested(request.room.name) : words.booked(request.room.name);
    return simpleCard(language, title, {
      tone: isApproval ? "warning" : "good",
      texts: [
        [when, request.room.place].filter(Boolean).join(" · "),
        outcome.ownsEvent
          ? words.onNewEvent(telling.titleHere(outcome.title))
          : words.onYourEvent(telling.titleHere(outcome.title)),
        outcome.uninvited ? words.uninvited : "",
        isApproval ? words.waitsForApproval : "",
      ],
      notes: [words.howToCancel(telling.typed(language === "zh" ? "取消" : "cancel"))],
    });
  }
  return simpleCard(language, words.notBooked(request.room.name), {
    tone: "bad",
    texts: [when, likely ? words.likely(likely) : whyNotBooked(outcome, words)],
    notes: [
      outcome.leftover ? words.maybeLeft(when) : outcome.kind === "failed" ? words.nothingLeftBehind : "",
    ],
  });
}

/** Why a booking did not come about, in one sentence. */
export function whyNotBooked(outcome: NotBooked, words: Words): string {
  if (outcome.kind === "refused")
    return outcome.reason ? words.platformSays(outcome.reason) : words.roomDeclined;
  return failureSentence(outcome.because, words);
}

/** What a platform's failure means for the person, by the error's kind. */
export function failureSentence(because: string, words: Words): string {
  const sentences: Record<string, string> = {
    "no-answer": words.noAnswer,
    unauthorised: words.notPermitted,
    [NOT_LINKED]: words.linkOver,
    quota: words.quotaUsed,
    throttled: words.tooManyCalls,
  };
  return sentences[because] ?? words.outOfReach;
}

/** Nothing could be answered: the platform's turn, an administrator's, or a fault of ours. */
export function brokenCard(language: Language, words: Words, error: unknown): Card {
  if (!isPlatformError(error)) return simpleCard(language, words.broken, { tone: "bad" });
  const because = error.code === NOT_LINKED ? NOT_LINKED : error.kind;
  return simpleCard(language, failureSentence(because, words), { tone: "bad", notes: [words.tryLater] });
}
