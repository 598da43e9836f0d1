import { stillToTake } from "../conversation.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler } from "../turn.ts";
import { offerRooms } from "./offering.ts";

/** Goes on with the open list; counting goes on too, and the numbers shown before stay good. */
export const more: Handler = async (turn) => {
  const offer = await turn.conversation.offer();
  if (!offer || stillToTake(offer) === 0) {
    await turn.say(simpleCard(turn.language, turn.words.noOpenList), "once");
    return;
  }
  await offerRooms(turn, { wish: offer.wish, attendees: offer.attendees, title: offer.title, after: offer });
};
