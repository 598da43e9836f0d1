import type { News } from "../../booking/recovery.ts";
import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import { tellBooking, tellTogether } from "../handlers/carry-out-booking.ts";
import { cancelledCard } from "../handlers/carry-out-cancel.ts";
import { tellChanged } from "../handlers/carry-out-change.ts";
import { tellInvited } from "../handlers/carry-out-invite.ts";
import { tellSwapped } from "../handlers/carry-out-swap.ts";
import type { DecisionTo } from "../handlers/decision.ts";
import { roomsOf } from "../replies/change-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { lateTurn } from "./late-turn.ts";
import type { ToTell } from "./tell-of.ts";

/**
 * Tells the person what came of something that was finished, or taken back, when nobody waited for it any more: in the
 * words of an answer, or (`isFollowUp`) what became of the rest of which they were told that it was not known.
 */
export async function tellNews(deps: BotDeps, desk: Desk, told: ToTell, news: News): Promise<void> {
  const about = `${news.isFollowUp ? "follow-up" : "late"}:${news.key}`;
  await (news.isFollowUp ? tellRest : tellEnd)(lateTurn(deps, desk, told.address, about), told, news);
}

/** As it would have been answered. */
async function tellEnd(turn: Turn, { decision }: ToTell, news: News): Promise<void> {
  switch (news.recipe) {
    case "book":
      return tellBooking(turn, decision as DecisionTo<"book">, news.outcome);
    case "together":
      return tellTogether(turn, decision as DecisionTo<"book">, news.outcome);
    case "change":
      return tellChanged(turn, decision as DecisionTo<"change">, news.outcome);
    case "swap":
      return tellSwapped(turn, decision as DecisionTo<"swap">, news.outcome);
    case "give back":
      return turn.say(await cancelledCard(turn, news.input.booking, news.outcome), "final");
    case "invite":
      return tellInvited(turn, decision as DecisionTo<"invite">, news.outcome);
  }
}

/** They were told that it goes on being tried: this is how it ended. */
async function tellRest(turn: Turn, told: ToTell, news: News): Promise<void> {
  const { words, language } = turn;
  if (news.recipe === "book" || news.recipe === "together") {
    const first = news.recipe === "book" ? news.input : news.input[0];
    if (!first || news.outcome.kind === "booked") return tellEnd(turn, told, news);
    const card = simpleCard(language, words.cleanedUp(first.room.name), {
      tone: "good",
      texts: [turn.range(first)],
    });
    return turn.say(card, "final");
  }
  if (news.recipe === "swap" && news.outcome.kind === "swapped") {
    const { booking, room } = news.input;
    const title = words.swapped(roomsOf(booking));
    const texts = [[turn.range(booking), room.name].join(" · ")];
    return turn.say(simpleCard(language, title, { tone: "good", texts }), "final");
  }
  await tellEnd(turn, told, news);
}
