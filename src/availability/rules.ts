import type { Interval } from "../core/interval.ts";
import type { MembershipKey, Room, RoomId, RoomRules } from "../core/model.ts";
import { contains, overlaps } from "../time/interval.ts";
import { dayWindow, localDateOf } from "../time/zone.ts";
import { lastBookableDate, opensAtMs } from "./advance.ts";
import { hoursAround, isAlwaysOpen } from "./hours.ts";
import { closedReason, type WhyNot } from "./why-not.ts";

/** Who asks for a room, and when they ask. */
export interface Asking {
  /** Epoch ms. */
  readonly now: number;
  /** The office's IANA zone. */
  readonly zone: string;
  /** What the asker is to rules; `undefined` where it could not be found out. */
  readonly memberships: readonly MembershipKey[] | undefined;
  readonly isRecurring?: boolean;
  /** Whether an approver can be asked in the asker's name; absent: yes. */
  readonly canAskApproval?: boolean;
  /** The rooms that are for the asker, where that was asked because rules did not tell. */
  readonly bookable?: ReadonlySet<RoomId>;
}

/**
 * What a room's rules say. `approval`: yes, once a person approves (`unsure` where it may be declined as well).
 * `client-only`: no program can ask for it, a person can in the vendor's client.
 */
export type Verdict =
  | { readonly kind: "yes" }
  | { readonly kind: "approval"; readonly unsure?: WhyNot }
  | { readonly kind: "client-only"; readonly reason: WhyNot }
  | { readonly kind: "maybe"; readonly reason: WhyNot }
  | { readonly kind: "no"; readonly reason: WhyNot };

/** The verdict on a room at a time. */
export type Judge = (interval: Interval) => Verdict;

/** Why a time is forbidden, if it is. */
type Check = (interval: Interval) => WhyNot | undefined;

/** What a rule forbids this asker; `undefined` where the room has no such rule. Whatever is the same for every time is worked out once. */
type Rule = (rules: RoomRules, asking: Asking) => Check | undefined;

const MINUTE_MS = 60_000;
const minutesOf = ({ start, end }: Interval): number => (end - start) / MINUTE_MS;

/** Every rule that can forbid, in the order in which reasons are told: first what no other time would mend. */
const RULES: readonly Rule[] = [
  function members({ access }, { memberships }) {
    const isMember =
      access === "nobody"
        ? false
        : typeof access !== "object" || !memberships || access.anyOf.some((key) => memberships.includes(key));
    return isMember ? undefined : () => ({ code: "not-allowed" });
  },
  function series({ recurring }, { isRecurring }) {
    return isRecurring && !recurring ? () => ({ code: "no-recurring" }) : undefined;
  },
  function atLeast({ minMinutes }) {
    if (minMinutes === undefined) return undefined;
    return (interval) => (minutesOf(interval) < minMinutes ? { code: "too-short", minMinutes } : undefined);
  },
  function atMost({ maxMinutes }) {
    if (maxMinutes === undefined) return undefined;
    return (interval) => (minutesOf(interval) > maxMinutes ? { code: "too-long", maxMinutes } : undefined);
  },
  function closed({ closures }) {
    return (interval) => {
      const closure = closures.find((each) => overlaps(each, interval));
      return closure && closedReason(closure);
    };
  },
  /** A meeting over midnight lies in the hours only where the room never closes. */
  function hours({ dailyMinutes }, { zone }) {
    if (!dailyMinutes || isAlwaysOpen(dailyMinutes)) return undefined;
    const { from, to } = dailyMinutes;
    const hoursAt = hoursAround(dailyMinutes, zone);
    return (interval) =>
      contains(hoursAt(interval.start), interval) ? undefined : { code: "outside-hours", from, to };
  },
  /** The whole meeting must lie before the end of the last bookable day. */
  function tooFarAhead({ advance }, { now, zone }) {
    if (!advance) return undefined;
    const lastDate = lastBookableDate(advance, now, zone);
    const { end } = dayWindow(lastDate, zone);
    return (interval) =>
      interval.end > end
        ? {
            code: "too-far-ahead",
            lastDate,
            opensAtMs: opensAtMs(advance, localDateOf(interval.end - 1, zone), zone),
          }
        : undefined;
  },
];

/** Judges times by a room's rules alone (its busy times are another matter), for one asker. */
function judgeOf(rules: RoomRules, asking: Asking): Judge {
  const checks = RULES.flatMap((rule) => rule(rules, asking) ?? []);
  const unsure = doubt(rules, asking);
  return (interval) => {
    for (const check of checks) {
      const reason = check(interval);
      if (reason) return { kind: "no", reason };
    }
    if (needsClient(rules, interval, asking))
      return { kind: "client-only", reason: { code: "approval-custom" } };
    if (needsApproval(rules, interval)) return { kind: "approval", ...(unsure && { unsure }) };
    return unsure ? { kind: "maybe", reason: unsure } : { kind: "yes" };
  };
}

/** Whether the asker may have the room at that time, by its rules alone. */
export function verdictOf(rules: RoomRules, question: Asking & { readonly interval: Interval }): Verdict {
  return judgeOf(rules, question)(question.interval);
}

/**
 * Judges a room of which the directory's entry is known and the rules perhaps not: without rules it may be declined.
 * What the entry itself tells (access, closure) counts in any case.
 */
export function judgeOfRoom(room: Room, rules: RoomRules | undefined, asking: Asking): Judge {
  const { bookable } = asking;
  if (bookable && !bookable.has(room.id) && (!rules || doubt(rules, asking)))
    return () => ({ kind: "no", reason: { code: "not-allowed" } });
  const byRules: Judge = rules
    ? judgeOf(bookable && doubt(rules, asking) ? { ...rules, access: "everyone" } : rules, asking)
    : () => ({ kind: "maybe", reason: { code: "unknown", why: "rules" } });
  return (interval) => {
    if (room.access === "nobody") return { kind: "no", reason: { code: "not-allowed" } };
    if (room.closed && overlaps(room.closed, interval))
      return { kind: "no", reason: closedReason(room.closed) };
    return byRules(interval);
  };
}

/** Whether an approver has to be asked whom no program can ask for this asker. */
export const needsClient = (
  rules: RoomRules,
  interval: Interval,
  { canAskApproval = true }: Pick<Asking, "canAskApproval">,
): boolean => rules.approval === "custom" || (!canAskApproval && needsApproval(rules, interval));

function needsApproval({ approval }: RoomRules, interval: Interval): boolean {
  if (typeof approval === "object") return minutesOf(interval) > approval.overMinutes;
  return approval === "always";
}

/** Whether it is not known if the room is for the asker at all. */
export function doubt(
  { access }: Pick<RoomRules, "access">,
  { memberships }: Pick<Asking, "memberships">,
): WhyNot | undefined {
  const isDoubtful = access === "unknown" || (typeof access === "object" && !memberships);
  return isDoubtful ? { code: "unknown", why: "members" } : undefined;
}
