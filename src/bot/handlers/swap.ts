import type { Wish } from "../../availability/wish.ts";
import type { OpenOffer } from "../conversation.ts";
import type { Handler, Turn } from "../turn.ts";
import { change } from "./change.ts";
import { offerRooms } from "./offering.ts";
import { saidOfRoom, untouchedList } from "./untouched-list.ts";

/** Another room: than those of the open list, while nothing was taken from it; else than one that is booked. */
export const swap: Handler = async (turn) => {
  const { choice, change: said } = turn.command;
  const namesBooking =
    turn.about !== undefined || choice !== undefined || said?.of !== undefined || said?.which !== undefined;
  const list = namesBooking ? undefined : await untouchedList(turn);
  if (!list) return change(turn);
  const { attendees, named = [], title } = list;
  const wish = await wishedInstead(turn, list);
  if (!wish) return offerRooms(turn, { wish: list.wish, attendees, title, after: list });
  return offerRooms(turn, { wish, attendees, named, title });
};

/** The wish of the list with what is to be different; `undefined` where just others are asked for. */
async function wishedInstead(turn: Turn, { wish, options }: OpenOffer): Promise<Wish | undefined> {
  const said = saidOfRoom(turn.command);
  const size = turn.command.change?.size;
  if (!size) return Object.keys(said).length > 0 ? { ...wish, ...said } : undefined;
  const rooms = await turn.desk.search.directory.rooms(turn.person);
  const [first] = options.flatMap(({ room }) => rooms.find(({ id }) => id === room.id)?.capacity ?? []);
  const { minSeats, maxSeats: _, ...rest } = { ...wish, ...said };
  const seats = first ?? minSeats;
  if (seats === undefined) return { ...rest, prefers: size };
  if (size === "bigger") return { ...rest, minSeats: seats + 1 };
  const most = Math.max(1, seats - 1);
  const isStillEnough = minSeats !== undefined && minSeats <= most;
  // The biggest of the smaller ones comes nearest.
  return { ...rest, ...(isStillEnough && { minSeats }), maxSeats: most, prefers: "bigger" };
}
