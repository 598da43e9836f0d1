import { stretchesOf } from "../../availability/wish.ts";
import { findRooms } from "../../search/find-rooms.ts";
import { overlaps } from "../../time/interval.ts";
import type { BotDeps } from "../bot.ts";
import { stillToTake } from "../conversation.ts";
import type { Desk } from "../desk.ts";
import { offerRooms } from "../handlers/offering.ts";
import { openTurn } from "../open-turn.ts";
import { wishedWhen } from "../replies/offer-lines.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import { wantedTime } from "./watch-times.ts";
import type { Watch } from "./watches.ts";

/**
 * One look whether a watched wish can be met by now: then it is offered like any other, and the watch is over, as it
 * is when the last look was in vain. Waits while the person is choosing from a list: its numbers stay what they are.
 */
export async function lookAgain(deps: BotDeps, desk: Desk, watch: Watch): Promise<void> {
  if (await hasBookedSince(desk, watch)) return desk.watches.drop(watch.id);
  const turn = turnFor(deps, desk, watch);
  const offer = await turn.conversation.offer();
  if ((await turn.conversation.question()) || (offer && stillToTake(offer) > 0)) return;

  const left = watch.looksAtMs.filter((at) => at > turn.now);
  if (watch.looksAtMs.length > 0 && turn.now < wantedTime(watch.wish).lastStartMs) {
    // Noted before it is taken, so that a look that breaks is not taken again and again.
    await desk.watches.keep({ ...watch, looksAtMs: left });
    if (await offerWhatIsFree(turn, watch)) return desk.watches.drop(watch.id);
    if (left.length > 0) return;
  }
  await turn.say(inVain(turn, watch), "once");
  await desk.watches.drop(watch.id);
}

/** Whether anything was free. */
async function offerWhatIsFree(turn: Turn, { wish: wanted, rooms, attendees, named, title }: Watch) {
  const { search } = turn.desk;
  const watched = new Set(rooms.map(({ id }) => id));
  const all = await search.directory.rooms(turn.person);
  const excludeRoomIds = all.map(({ id }) => id).filter((id) => !watched.has(id));
  const wish = { ...wanted, excludeRoomIds };
  const { offers } = await findRooms(search, {
    wish,
    asker: turn.person,
    limit: 1,
    nearMisses: false,
    isExact: true,
  });
  if (offers.length === 0) return false;
  await offerRooms(turn, { wish, attendees, named, title, notes: [turn.words.freedUp] });
  return true;
}

async function hasBookedSince({ booking }: Desk, { address, had, wish }: Watch): Promise<boolean> {
  const wanted = stretchesOf(wish.when);
  const records = await booking.records.of(address.person.id);
  return records.some(
    (record) => !had.includes(record.eventId) && wanted.some((stretch) => overlaps(stretch, record)),
  );
}

/** Says it where the watch was asked for, once: the watch is forgotten just before what may not be said twice. */
function turnFor(deps: BotDeps, desk: Desk, { id, address }: Watch): Turn {
  const { replyTo, person, chat, language } = address;
  const entry = {
    id: `${address.inboxId}:watch:${id}`,
    isRepeat: false,
    sayOnce: () => desk.watches.drop(id),
  };
  const command = { intent: "find" } as const;
  return openTurn(deps, { desk, entry, replyTo, person, chat, mentions: [], command, language, address });
}

const inVain = (turn: Turn, { wish, rooms }: Watch) =>
  simpleCard(turn.language, turn.words.watchInVain(wishedWhen([], wish.when, turn)), {
    texts: [rooms.map(({ name }) => name).join(turn.language === "zh" ? "、" : ", ")],
    notes: [turn.words.askDifferently],
  });
