import type { Wish } from "../../availability/wish.ts";
import type { Command } from "../../command/command.ts";
import type { Json } from "../../core/json.ts";
import { type OpenOffer, stillToTake } from "../conversation.ts";
import type { Turn } from "../turn.ts";

/** The open list of rooms while nothing was taken from it; the same when the message is answered again after a crash. */
export async function untouchedList(turn: Turn): Promise<OpenOffer | undefined> {
  const open = await turn.remember("refines", async () => {
    const offer = await turn.conversation.offer();
    const isUntouched = offer && offer.options.length > 0 && !offer.taken && !offer.swaps;
    return isUntouched && stillToTake(offer) > 0 ? (offer as unknown as Json) : null;
  });
  return (open ?? undefined) as unknown as OpenOffer | undefined;
}

/** What a command says of the room, in the words of a wish. */
export function saidOfRoom({
  capacity,
  capacityMax,
  equipment,
  building,
  floor,
  room,
  change,
}: Command): Partial<Wish> {
  return {
    ...(capacity !== undefined && { minSeats: capacity }),
    ...(capacityMax !== undefined && { maxSeats: capacityMax }),
    ...(equipment !== undefined && { equipment }),
    ...(building !== undefined && { building }),
    ...(floor !== undefined && { floor }),
    ...(room !== undefined && { roomName: room }),
    ...(change?.orRooms !== undefined && { orRoomNames: change.orRooms }),
  };
}
