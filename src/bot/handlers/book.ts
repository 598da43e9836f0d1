import { byName } from "../../availability/name-match.ts";
import { withoutName } from "../../availability/wish.ts";
import { findRooms } from "../../search/find-rooms.ts";
import type { OfferedRoom, OpenOffer } from "../conversation.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";
import { wishOf } from "../wish.ts";
import { decideByReason } from "./approval-reason.ts";
import { companyOf, suitCompany } from "./company.ts";
import { type Decision, decideAndAct } from "./decision.ts";
import { offeredRoom } from "./offering.ts";
import { bookingOf, decideOption } from "./take-option.ts";

/** Takes an option of the last answer, by its number or its room's name; a room that was not offered is a wish. */
export const book: Handler = (turn) => decideAndAct(turn, () => decide(turn));

async function decide(turn: Turn): Promise<Decision> {
  if (turn.reason !== undefined) return decideByReason(turn, turn.reason);
  const { choice, room, start, date, window, change } = turn.command;
  if (choice !== undefined) return decideByNumber(turn, choice);
  const offer = await turn.conversation.offer();
  const saysTime = start !== undefined || date !== undefined || window !== undefined;
  const named = room && offer && !saysTime && !change?.orRooms ? optionNamed(offer, room) : undefined;
  if (offer && named) return decideOption(turn, offer, named);
  return (await decideOutright(turn)) ?? { kind: "find" };
}

/**
 * A room, a start and a length, all said and nothing assumed: where that very room is free, it is booked. Whatever
 * is less clear is offered first.
 */
async function decideOutright(turn: Turn): Promise<Decision | undefined> {
  const { room, start, end, title, change, assumed = [] } = turn.command;
  if (!room || !start || !end || assumed.length > 0 || change?.orRooms) return undefined;
  const reading = wishOf(turn.command, turn.now, turn.office);
  if (reading.kind !== "wish") return undefined;
  const { wish } = reading;
  const { offers } = await findRooms(turn.desk.search, {
    wish,
    asker: turn.person,
    limit: 2,
    nearMisses: false,
  });
  const [only, ...others] = offers;
  if (!only || others.length > 0 || only.approval || (only.skips?.length ?? 0) > 0) return undefined;
  const company = await companyOf(turn);
  if (company.kind === "ask") return undefined;
  // Somebody is busy then: that is said, and the room is offered.
  if (!(await suitCompany(turn, wish, company)).suits) return undefined;
  const { mentioned, named, unfound } = company;
  const option = offeredRoom(only, 1);
  const offer: OpenOffer = {
    id: turn.id,
    // What is asked for when the named room turns out to be gone.
    wish: withoutName(wish),
    options: [option],
    attendees: mentioned,
    language: turn.language,
    passed: [],
    ...(named.length > 0 ? { named } : {}),
    ...(title === undefined ? {} : { title }),
  };
  const note =
    unfound.length > 0 ? turn.words.typedNames(unfound.join(turn.language === "zh" ? "、" : ", ")) : "";
  return { ...bookingOf(turn, offer, option), ...(note && { note }) };
}

const say = (turn: Turn, title: string): Decision => ({
  kind: "say",
  card: simpleCard(turn.language, title, { tone: "warning" }),
});

/** A number answers the question that is open, else it takes from the list. */
async function decideByNumber(turn: Turn, choice: number): Promise<Decision> {
  const { words, conversation } = turn;
  const question = await conversation.question();
  const offer = await conversation.offer();
  if (question) {
    const { choices, isAside } = question;
    const chosen = choice === -1 ? choices.at(-1) : choices[choice - 1];
    if (!chosen && !(isAside && offer)) return say(turn, words.listGoesTo(choices.length));
    await conversation.drop("question");
    if (chosen) return chosen;
  }
  const last = offer?.options.at(-1);
  if (!offer || !last) return say(turn, words.noOpenList);
  const option = choice === -1 ? last : offer.options.find(({ number }) => number === choice);
  return option ? decideOption(turn, offer, option) : say(turn, words.listGoesTo(last.number));
}

/** The offered room that a name means, where it means exactly one; a plan of two rooms is not meant by the name of one. */
function optionNamed(offer: OpenOffer, name: string): OfferedRoom | undefined {
  const named = byName(
    offer.options.filter(({ second }) => !second).map((option) => ({ name: option.room.name, option })),
    name,
  );
  return named.length === 1 ? named[0]?.option : undefined;
}
