import { type Booking, giveBack } from "../../booking/give-back.ts";
import { describeError, isPlatformError } from "../../core/errors.ts";
import { failureSentence } from "../replies/booking-card.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Turn } from "../turn.ts";

/** Gives a booking back, and tells what became of its event. */
export async function carryOutCancel(turn: Turn, booking: Booking): Promise<void> {
  const { words, language } = turn;
  const names = booking.rooms.map((room) => room.name).join(", ");
  const when = turn.range(booking);
  const title = turn.titleHere(booking.title);
  try {
    const result = await giveBack(turn.desk.booking, turn.person, booking);
    for (const room of booking.rooms) turn.desk.search.freeBusy.forget(room.id);
    const what = result === "removed" ? words.eventRemoved(title) : words.eventKept(title);
    await turn.say(
      simpleCard(language, words.cancelled(names), { tone: "good", texts: [when, what] }),
      "final",
    );
  } catch (error) {
    turn.logger.error("a booking could not be cancelled", { error: describeError(error) });
    const why = isPlatformError(error, "refused") && error.reason ? words.platformSays(error.reason) : "";
    const kind = isPlatformError(error) ? error.kind : "error";
    await turn.say(
      simpleCard(language, words.notCancelled(names), {
        tone: "bad",
        texts: [when, why || failureSentence(kind, words)],
      }),
      "final",
    );
  }
}
