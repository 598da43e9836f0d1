import { byName } from "../../availability/name-match.ts";
import { type Booking, bookingsOf } from "../../booking/bookings.ts";
import type { Block, Card } from "../../card/elements.ts";
import type { Change, Command } from "../../command/command.ts";
import { localDateOf, localMinuteOf } from "../../time/zone.ts";
import { askWithButtons } from "../actions/ask-with-buttons.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";
import type { Decision } from "./decision.ts";
import { bookingLine, MOST_LISTED } from "./mine.ts";

/** Which bookings a command may mean. */
export type Meant =
  /** Exactly these: one, unless several numbers or all were said. */
  | { readonly kind: "these"; readonly bookings: readonly Booking[] }
  /** One of these: only the person can say which. */
  | { readonly kind: "ask"; readonly bookings: readonly Booking[] }
  | { readonly kind: "none"; readonly card: Card };

/**
 * The person's coming and running bookings that the command may mean: by the numbers of the list that was shown last,
 * or by what it says of room, day and time. Where some are `isLikely`, only those.
 */
export async function meantBookings(
  turn: Turn,
  isLikely: (booking: Booking) => boolean = () => true,
): Promise<Meant> {
  const { words, language, command } = turn;
  const all = await bookingsOf(turn.desk.booking, turn.person, turn.now);
  if (turn.about !== undefined) {
    const bookings = all.filter(({ eventId, isOrganiser }) => eventId === turn.about && isOrganiser);
    if (bookings.length > 0) return { kind: "these", bookings };
    return { kind: "none", card: simpleCard(language, words.eventGone, { tone: "warning" }) };
  }
  const numbers = command.change?.choices ?? (command.choice === undefined ? [] : [command.choice]);
  if (numbers.length > 0) return byNumber(turn, all, numbers);
  const said = saidOf(command);
  const isSaid = (booking: Booking) => isMeant(turn, booking, said);
  const every = all.filter(({ isOrganiser }) => isOrganiser);
  const likely = every.filter(isLikely);
  const own = ofTime(likely.length > 0 ? likely : every, turn);
  const meant = own.filter(isSaid);
  if (meant.length === 1 || (meant.length > 0 && command.change?.isAll))
    return { kind: "these", bookings: meant };
  if (meant.length > 0) return { kind: "ask", bookings: meant };
  const isOthers = Object.keys(said).length > 0 && all.some((one) => !one.isOrganiser && isSaid(one));
  if (isOthers) return { kind: "none", card: simpleCard(language, words.notYours, { tone: "warning" }) };
  if (own.length > 0) return { kind: "ask", bookings: own };
  return { kind: "none", card: simpleCard(language, words.noBookings) };
}

async function byNumber(turn: Turn, all: readonly Booking[], numbers: readonly number[]): Promise<Meant> {
  const { words, language } = turn;
  const listed = await turn.conversation.listed();
  const shown = listed ? listed.map((id) => all.find(({ eventId }) => eventId === id)) : all;
  const chosen = numbers.map((number) => (number === -1 ? shown.at(-1) : shown[number - 1]));
  const known = chosen.flatMap((booking) => booking ?? []);
  if (known.length < chosen.length) {
    if (all.length === 0) return { kind: "none", card: simpleCard(language, words.noBookings) };
    const last = Math.max(shown.length, all.length);
    if (numbers.some((number) => number > last))
      return { kind: "none", card: simpleCard(language, words.listGoesTo(last)) };
    // The list that was shown is not so any more: what its numbers mean by now is not guessed.
    const own = all.filter(({ isOrganiser }) => isOrganiser);
    if (own.length > 0) return { kind: "ask", bookings: own };
  }
  if (known.every(({ isOrganiser }) => isOrganiser)) return { kind: "these", bookings: [...new Set(known)] };
  return { kind: "none", card: simpleCard(language, words.notYours, { tone: "warning" }) };
}

/** "My next meeting", 现在的会: the one that comes next, or is under way, where there is such a one. */
function ofTime(bookings: readonly Booking[], { command, now }: Turn): readonly Booking[] {
  const which = command.change?.which;
  if (which === undefined) return bookings;
  const meant =
    which === "next"
      ? bookings.filter(({ start }) => start > now).slice(0, 1)
      : bookings.filter(({ start, end }) => start <= now && now < end);
  return meant.length > 0 ? meant : bookings;
}

type Said = NonNullable<Change["of"]>;

/** What the text says of the booking itself. A bare cancel says nothing else; in a change it is set apart. */
function saidOf({ intent, change, start, date, window, room, assumed }: Command): Said {
  if (change?.of) return change.of;
  if (intent === "swap" || room === undefined)
    return intent === "cancel" ? said({ start, date, window, assumed }) : {};
  return intent === "cancel" ? said({ start, date, window, room, assumed }) : { room };
}

const said = (parts: { readonly [Key in keyof Said]: Said[Key] | undefined }): Said =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

/** Whether what is said of the time and the room is true of this booking. */
function isMeant(turn: Turn, booking: Booking, { start, date, window, room, assumed = [] }: Said): boolean {
  const { zone } = turn.office;
  const [at, end] = [localMinuteOf(booking.start, zone), localMinuteOf(booking.end, zone)];
  const isStart =
    start === undefined || (assumed.includes("date") ? at.slice(10) === start.slice(10) : at === start);
  return (
    isStart &&
    (date === undefined || localDateOf(booking.start, zone) === date) &&
    (window === undefined || (at < window.to && end > window.from)) &&
    (room === undefined || byName(booking.rooms, room).length > 0)
  );
}

/** Asks which of these is meant; each number stands for what `choose` makes of it. */
export async function askWhich(
  turn: Turn,
  bookings: readonly Booking[],
  title: string,
  choose: (booking: Booking) => Decision,
): Promise<Decision> {
  const { words, language } = turn;
  const asked = bookings.slice(0, MOST_LISTED);
  const hidden = bookings.length - asked.length;
  await turn.conversation.list(asked);
  const choices = asked.map(choose);
  const buttons = await askWithButtons(turn, { language, choices, takesYes: asked.length === 1 });
  const options: Block = {
    kind: "options",
    options: asked.map((booking, at) => ({ ...bookingLine(turn, booking, at + 1), ...buttons[at] })),
  };
  return {
    kind: "say",
    card: simpleCard(language, title, {
      blocks: [options],
      notes: [hidden > 0 ? words.andMore(hidden) : "", words.replyWith(turn.typed("1"))],
    }),
  };
}
