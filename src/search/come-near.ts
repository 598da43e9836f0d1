import { nearMisses } from "../availability/near-misses.ts";
import type { Offer } from "../availability/offer.ts";
import { rankRooms } from "../availability/rank.ts";
import { roomDifferences } from "../availability/room-differences.ts";
import type { matchRooms } from "../availability/rooms-matching.ts";
import type { Taste } from "../availability/taste.ts";
import type { Room } from "../core/model.ts";
import { BUSY_BATCH } from "../ports/rooms.ts";
import { isEnoughAtOnce } from "./enough.ts";
import type { Question, SearchTools } from "./find-rooms.ts";
import type { Look } from "./look.ts";
import { lookOnOtherDays } from "./other-days.ts";

/** The most rooms asked about besides those that fit then: others, and as many again on other days. */
const MOST = 2 * BUSY_BATCH;

/** What a search has come to where it has not found enough. */
interface SoFar {
  readonly rooms: readonly Room[];
  readonly others: ReturnType<typeof matchRooms>["others"];
  readonly taste: Taste;
  readonly offers: readonly Offer[];
  /** How many rooms the question may still ask about. */
  readonly left: number;
  /** Fitting rooms to ask about other days. */
  readonly again: readonly Room[];
}

/** What comes near: with other rooms, on the same day, and only then on another. */
export async function comeNear(
  look: Look,
  tools: SearchTools,
  question: Question,
  { rooms, others, taste, offers, left, again }: SoFar,
): Promise<readonly Offer[]> {
  const { wish, limit } = question;
  const next = nextBest(others, taste).slice(0, Math.min(left, MOST));
  await look.at(next);
  const misses = await look.allowed((facts) => nearMisses({ ...facts, ...taste, rooms, limit }));
  // It has to be better than what there is as wished: too few rooms, or some that need approval.
  if (offers.length > 0) return isEnoughAtOnce(misses, wish) ? misses : [];
  if (misses.length > 0) return misses;
  const onOtherDays = again.slice(0, Math.min(left - next.length, MOST));
  return lookOnOtherDays(tools, question, { rooms: onOtherDays, taste });
}

/** The rooms that do not fit and may be near misses, those first that lack the least. */
function nextBest(others: SoFar["others"], taste: Taste): Room[] {
  const lacking = new Map(
    others
      .filter(({ room, missing }) => roomDifferences(room, missing))
      .map((one) => [one.room, one.missing]),
  );
  const lacks = (room: Room) => lacking.get(room)?.length ?? 0;
  return rankRooms([...lacking.keys()], taste).sort((a, b) => lacks(a) - lacks(b));
}
