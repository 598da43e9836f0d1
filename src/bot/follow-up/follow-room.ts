import type { Booking } from "../../booking/bookings.ts";
import type { Held } from "../../booking/outcomes.ts";
import type { OpenOffer } from "../conversation.ts";
import type { Turn } from "../turn.ts";
import { nextLook } from "./look-times.ts";

/** Goes on watching a room that is held, or waits for an approver's word on it. */
export async function followRoom(
  { desk, address, now }: Turn,
  booking: Pick<Booking, "eventId" | "title" | "start" | "end" | "ownsEvent"> & {
    readonly rooms: readonly { readonly id: string; readonly name: string; readonly place?: string }[];
  },
  response: Held,
  offer?: OpenOffer,
): Promise<void> {
  const { eventId, title, start, end, ownsEvent, rooms } = booking;
  const [room] = rooms;
  if (!room) return;
  const isWaiting = response === "approval";
  await desk.followUps.keep(
    {
      eventId,
      title,
      start,
      end,
      ownsEvent,
      room: { id: room.id, name: room.name, place: room.place ?? "" },
      address,
      sinceMs: now,
      ...(offer ? { offer } : {}),
      ...(isWaiting ? { isWaiting } : {}),
    },
    isWaiting ? nextLook({ sinceMs: now, startMs: start, nowMs: now }) : undefined,
  );
}
