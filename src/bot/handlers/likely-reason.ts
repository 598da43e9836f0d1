import type { Wish } from "../../availability/wish.ts";
import type { BookingOutcome } from "../../booking/outcomes.ts";
import type { BookingRequest } from "../../booking/requests.ts";
import { describeError } from "../../core/errors.ts";
import { checkRooms } from "../../search/check-rooms.ts";
import { windowToAsk } from "../../search/window-to-ask.ts";
import { wordWhyNot } from "../replies/why-not.ts";
import type { Turn } from "../turn.ts";

/**
 * Why a room said no without a word (Feishu's never say why), as far as its rules and its times tell now. Mostly it
 * was taken meanwhile, which its times alone tell; only where they do not, its rules are read anew. Empty where
 * nothing tells, or it cannot be read.
 */
export async function likelyReason(
  turn: Turn,
  { room, start, end, recurrence }: BookingRequest,
  outcome: BookingOutcome,
): Promise<string> {
  if (outcome.kind !== "refused" || outcome.reason || recurrence) return "";
  const { search } = turn.desk;
  try {
    const rooms = (await search.directory.rooms(turn.person)).filter(({ id }) => id === room.id);
    const wish: Wish = { when: { kind: "at", interval: { start, end } }, equipment: [] };
    const window = windowToAsk(wish, search);
    const look = async () => {
      const [checked] = await checkRooms(search, { rooms, wish, window, asker: turn.person });
      return checked?.whyNot.find(({ code }) => code !== "unknown");
    };
    const known = await look();
    if (known) return wordWhyNot(known, turn);
    await search.directory.forgetRules(room.id);
    const anew = await look();
    return anew ? wordWhyNot(anew, turn) : "";
  } catch (error) {
    turn.logger.warn("why a room said no could not be looked up", { error: describeError(error) });
    return "";
  }
}
