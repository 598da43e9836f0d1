import type { Meeting, World } from "../world.ts";
import type { RoomNews } from "./room-news.ts";

/**
 * The office is one, whichever of its two apps somebody books in: a room that was had in the other one is news here as if it had
 * been booked in this one's client. Returns what ends the telling.
 */
export function tellOfOtherApp(world: World, news: RoomNews): () => void {
  const told = new WeakMap<Meeting, Set<string>>();
  const onChange = (meeting: Meeting): void => {
    if (meeting.madeOn !== "feishu" || meeting.isCancelled) return;
    const known = told.get(meeting) ?? new Set();
    told.set(meeting, known);
    for (const { roomKey, answer } of meeting.rooms) {
      if (answer !== "accepted" || known.has(roomKey)) continue;
      known.add(roomKey);
      news.tell("bookSuccess", meeting, roomKey, undefined);
    }
  };
  world.on("change", onChange);
  return () => world.off("change", onChange);
}
