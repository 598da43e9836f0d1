import { roomsOf } from "../replies/change-card.ts";
import type { Turn } from "../turn.ts";
import type { DecisionTo } from "./decision.ts";
import { offerRooms } from "./offering.ts";

/** Shows what a booking can be changed to: taking one of them changes it. */
export async function offerForBooking(
  turn: Turn,
  { booking, wish, before }: DecisionTo<"rooms-for">,
  how: "once" | "final" = "once",
): Promise<void> {
  const { words } = turn;
  const rooms = roomsOf(booking);
  await offerRooms(
    turn,
    {
      wish,
      attendees: [],
      title: booking.title,
      swaps: booking,
      ...(before && { before }),
      notes: [rooms ? words.takingSwaps(rooms, turn.range(booking)) : ""],
    },
    how,
  );
}
