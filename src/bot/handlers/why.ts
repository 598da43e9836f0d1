import { byName } from "../../availability/name-match.ts";
import { type Wish, withoutName } from "../../availability/wish.ts";
import { checkRooms } from "../../search/check-rooms.ts";
import { windowToAsk } from "../../search/window-to-ask.ts";
import { wishedWhen } from "../replies/offer-lines.ts";
import { simpleCard } from "../replies/simple-card.ts";
import { wordWhyNot } from "../replies/why-not.ts";
import type { Handler, Turn } from "../turn.ts";
import { wishOf } from "../wish.ts";

/** Why was this room not offered? Judged by the wish of the open list, else by what the question itself says. */
export const why: Handler = async (turn) => {
  const { command, words, language, desk } = turn;
  if (command.room === undefined) {
    await turn.say(simpleCard(language, words.whyWhich), "once");
    return;
  }
  const [room, ...others] = byName(await desk.search.directory.rooms(turn.person), command.room);
  if (!room || others.length > 0) {
    const title = room ? words.whyWhich : words.noRoomLikeThat(command.room);
    await turn.say(simpleCard(language, title, { tone: "warning" }), "once");
    return;
  }
  const wish = await wishInQuestion(turn);
  const window = windowToAsk(wish, desk.search);
  const [checked] = await checkRooms(desk.search, { rooms: [room], wish, window, asker: turn.person });
  const when = wishedWhen([], wish.when, turn);
  const reasons = (checked?.whyNot ?? []).map((reason) => wordWhyNot(reason, turn)).filter(Boolean);
  const typed = turn.typed(language === "zh" ? `订${room.name}` : `book ${room.name}`);
  const card =
    reasons.length > 0
      ? simpleCard(language, words.whyNotRoom(room.name, when), { texts: reasons })
      : simpleCard(language, words.couldBeHad(room.name, when, typed), { tone: "good" });
  await turn.say(card, "once");
};

async function wishInQuestion(turn: Turn): Promise<Wish> {
  const offer = await turn.conversation.offer();
  if (offer && turn.command.start === undefined) return withoutName(offer.wish);
  const reading = wishOf(turn.command, turn.now, turn.office);
  if (reading.kind === "wish") return withoutName(reading.wish);
  const end = turn.now + turn.office.defaultMinutes * 60_000;
  return { when: { kind: "at", interval: { start: turn.now, end } }, equipment: [] };
}
