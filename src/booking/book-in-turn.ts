import { bookTogether } from "./book-together.ts";
import type { Booked, NotBooked } from "./outcomes.ts";
import type { BookingTools } from "./recipe.ts";
import type { BookingRequest } from "./requests.ts";

/** For callers of before: see `bookTogether`. */
export type InTurnOutcome =
  | { readonly kind: "booked"; readonly first: Booked; readonly second: Booked }
  | {
      readonly kind: "not-booked";
      readonly failed: "first" | "second";
      readonly outcome: NotBooked;
      readonly isFirstLeft: boolean;
    };

export async function bookInTurn(
  tools: BookingTools,
  key: string,
  legs: readonly [BookingRequest, BookingRequest],
): Promise<InTurnOutcome> {
  const answer = await bookTogether(tools, key, legs);
  if (answer.kind === "not-booked") {
    const { failed, outcome, left } = answer;
    const which = failed === 0 ? "first" : "second";
    return { kind: "not-booked", failed: which, outcome, isFirstLeft: failed > 0 && left.includes(0) };
  }
  const [first, second] = answer.bookings as readonly [Booked, Booked];
  return { kind: "booked", first, second };
}
