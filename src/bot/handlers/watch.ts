import { simpleCard } from "../replies/simple-card.ts";
import type { Handler } from "../turn.ts";
import { wishOf } from "../wish.ts";
import { offerRooms } from "./offering.ts";

/** "Tell me when one frees up": not possible yet, so what is free or comes close is shown in its place. */
export const watch: Handler = async (turn) => {
  const { command, words, language } = turn;
  const before = simpleCard(language, words.notYetWatch, { tone: "warning" });
  const reading = wishOf(command, turn.now, turn.office);
  if (reading.kind !== "wish") return turn.say(before, "once");
  await offerRooms(turn, {
    wish: reading.wish,
    assumptions: reading.assumptions,
    attendees: turn.mentions,
    before,
  });
};
