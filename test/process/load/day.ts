import type { Meeting } from "../../../src/sandbox/world.ts";
import { type Company, VENDORS, type VendorName } from "./company.ts";

/** Something that one colleague says to the bot, once, and what may be heard of it. */
export interface Saying {
  readonly vendor: VendorName;
  readonly key: string;
  readonly text: string;
  /** Whether the answer is the last word of a booking, which may be heard again where it cannot be sent once. */
  readonly isBooking: boolean;
}

/** As many rooms as sayings are needed at most. */
export const roomName = (at: number): string => `Room ${String(at).padStart(3, "0")}`;

/**
 * What is said on a busy morning: every second message books, one in ten of them a room that somebody else wants at
 * the same moment; the others ask for rooms, for help and for what is booked. Each by a colleague of their own, so that
 * what is in a chat is the answer to one message. The seed decides who says what.
 */
export function busyMorning(messages: number, seed: number): Saying[] {
  return Array.from({ length: messages }, (_, at): Saying => {
    const vendor = VENDORS[at % 2] ?? "dingtalk";
    const key = `colleague-${Math.floor(at / 2) + 1}`;
    const books = (room: number) => ({
      text: `book ${roomName(room)} tomorrow 3pm 1h`,
      isBooking: true,
    });
    const asks = (text: string) => ({ text, isBooking: false });
    const turn = (Math.floor(at / 2) * 7 + (at % 2) + seed * 3) % 10;
    const what =
      turn < 4
        ? books(at + 1)
        : turn === 4
          ? books((at % 20) + 1)
          : turn < 7
            ? asks("free room tomorrow 10am 1h")
            : asks(turn < 9 ? "help" : "mine");
    return { vendor, key, ...what };
  });
}

const isHeld = ({ rooms }: Meeting): boolean => rooms.some(({ answer }) => answer === "accepted");

/** What must not be: events without a room, rooms held twice, and words that are not so. */
export function wrongs(company: Company, said: readonly Saying[]): string[] {
  const { world } = company.sandbox;
  const meetings = world.meetings().filter(({ isCancelled }) => !isCancelled);
  const half = meetings
    .filter((meeting) => !isHeld(meeting))
    .map(({ title, organiserKey }) => `half: ${title} of ${organiserKey}`);
  const held = meetings.flatMap((meeting) =>
    meeting.rooms
      .filter(({ answer }) => answer === "accepted")
      .map(({ roomKey }) => `${roomKey} at ${meeting.start}`),
  );
  const twice = held.filter((one, at) => held.indexOf(one) !== at).map((one) => `held twice: ${one}`);
  const untrue = said.flatMap(({ vendor, key, isBooking }) => {
    if (!isBooking) return [];
    const theirs = meetings.filter(
      ({ madeOn, organiserKey, attendeeKeys }) =>
        madeOn === vendor && (organiserKey === key || attendeeKeys.includes(key)),
    );
    const last = company.heard(vendor, key).at(-1)?.text ?? "nothing";
    const isTold = /^Booked: /.test(last.trim());
    if (theirs.length > 1) return [`${vendor} ${key} has ${theirs.length} meetings`];
    return isTold === (theirs.length === 1)
      ? []
      : [`${vendor} ${key} has ${theirs.length}, and heard: ${last}`];
  });
  return [...half, ...twice, ...untrue];
}
