import type { Json } from "../core/json.ts";
import type { InviteOutcome } from "./outcomes.ts";
import type { BookingTools, Recipe } from "./recipe.ts";
import type { InviteRequest } from "./requests.ts";
import { carryOut } from "./saga.ts";

export const INVITE: Recipe<InviteRequest, InviteOutcome> = {
  name: "invite",
  steps: ({ eventId, people, organiser }) => [
    {
      name: "invite people",
      run: async ({ tools: { calendar } }) => {
        await calendar.invite(eventId, people, organiser);
        return undefined;
      },
    },
  ],
  outcome: (_, { phase, why }) => {
    if (phase === "done") return { kind: "invited" };
    if (!why || why.kind === "failed") return { kind: "failed", because: why?.because ?? "interrupted" };
    return { kind: "refused", ...(why.reason ? { reason: why.reason } : {}) };
  },
  // Who comes changes nothing of when and where.
  eventOf: () => undefined,
  endsAt: () => 0,
};

/** Invites people to an event that is there already. Safe to be called again with the same key. */
export function invitePeople(
  tools: BookingTools,
  key: string,
  request: InviteRequest,
  tell?: Json,
): Promise<InviteOutcome> {
  return carryOut(tools, INVITE, { key, input: request, tell });
}
