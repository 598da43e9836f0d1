import type { Interval } from "../core/interval.ts";
import type { MembershipKey, Room, RoomRules } from "../core/model.ts";
import { overlaps } from "../time/interval.ts";
import { localDateOf, minuteOfDay } from "../time/zone.ts";
import { lastBookableDate, opensAtMs } from "./advance.ts";
import { closedReason, type WhyNot } from "./why-not.ts";

/** Somebody wants a room at this time. */
export interface RulesQuestion {
  readonly interval: Interval;
  /** Epoch ms. */
  readonly now: number;
  /** The office's IANA zone. */
  readonly zone: string;
  /** What the asker is to rules; `undefined` where it could not be found out. */
  readonly memberships: readonly MembershipKey[] | undefined;
  readonly isRecurring?: boolean;
}

/**
 * What a room's rules say to it. `approval`: yes, once a person approves (`unsure` where it may be declined as well).
 * `client-only`: no program can ask for it, a person can in the vendor's client.
 */
export type Verdict =
  | { readonly kind: "yes" }
  | { readonly kind: "approval"; readonly unsure?: WhyNot }
  | { readonly kind: "client-only"; readonly reason: WhyNot }
  | { readonly kind: "maybe"; readonly reason: WhyNot }
  | { readonly kind: "no"; readonly reason: WhyNot };

/** Why a rule forbids it, if it does. */
type Rule = (rules: RoomRules, question: RulesQuestion) => WhyNot | undefined;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const minutesOf = ({ start, end }: Interval): number => (end - start) / MINUTE_MS;

/** Every rule that can forbid, in the order in which reasons are told: first what no other time would mend. */
const RULES: readonly Rule[] = [
  function members({ access }, { memberships }) {
    if (access === "nobody") return { code: "not-allowed" };
    if (typeof access !== "object" || !memberships) return undefined;
    return access.anyOf.some((key) => memberships.includes(key)) ? undefined : { code: "not-allowed" };
  },
  function recurring(rules, { isRecurring }) {
    return isRecurring && !rules.recurring ? { code: "no-recurring" } : undefined;
  },
  function atLeast({ minMinutes }, { interval }) {
    return minMinutes !== undefined && minutesOf(interval) < minMinutes
      ? { code: "too-short", minMinutes }
      : undefined;
  },
  function atMost({ maxMinutes }, { interval }) {
    return maxMinutes !== undefined && minutesOf(interval) > maxMinutes
      ? { code: "too-long", maxMinutes }
      : undefined;
  },
  function closures(rules, { interval }) {
    const closure = rules.closures.find((closed) => overlaps(closed, interval));
    return closure && closedReason(closure);
  },
  /** A meeting over midnight lies in the hours only where they leave no gap there. */
  function hours({ dailyMinutes }, { interval, zone }) {
    if (!dailyMinutes) return undefined;
    const { from, to } = dailyMinutes;
    if (from <= 0 && to >= DAY_MINUTES) return undefined;
    const day = localDateOf(interval.start, zone);
    const isOneDay = localDateOf(interval.end - 1, zone) === day;
    const endsAtMidnight = localDateOf(interval.end, zone) !== day;
    const end = endsAtMidnight ? DAY_MINUTES : minuteOfDay(interval.end, zone);
    const lies = isOneDay && from <= minuteOfDay(interval.start, zone) && end <= to;
    return lies ? undefined : { code: "outside-hours", from, to };
  },
  /** The whole meeting must lie before the end of the last bookable day. */
  function tooFarAhead({ advance }, { interval, now, zone }) {
    if (!advance) return undefined;
    const lastDate = lastBookableDate(advance, now, zone);
    const meetingDate = localDateOf(interval.end - 1, zone);
    return meetingDate > lastDate
      ? { code: "too-far-ahead", lastDate, opensAtMs: opensAtMs(advance, meetingDate, zone) }
      : undefined;
  },
];

/** Whether the asker may have the room at that time, by its rules alone (its busy times are another matter). */
export function verdictOf(rules: RoomRules, question: RulesQuestion): Verdict {
  for (const rule of RULES) {
    const reason = rule(rules, question);
    if (reason) return { kind: "no", reason };
  }
  if (rules.approval === "custom") return { kind: "client-only", reason: { code: "approval-custom" } };
  const unsure = doubt(rules, question);
  if (needsApproval(rules, question.interval)) return { kind: "approval", ...(unsure && { unsure }) };
  return unsure ? { kind: "maybe", reason: unsure } : { kind: "yes" };
}

/**
 * The verdict on a room of which the directory's entry is known and the rules perhaps not:
 * without rules it may be declined. What the entry itself tells (access, closure) counts in any case.
 */
export function verdictOn(room: Room, rules: RoomRules | undefined, question: RulesQuestion): Verdict {
  if (room.access === "nobody") return { kind: "no", reason: { code: "not-allowed" } };
  if (room.closed && overlaps(room.closed, question.interval))
    return { kind: "no", reason: closedReason(room.closed) };
  if (rules) return verdictOf(rules, question);
  return { kind: "maybe", reason: { code: "unknown", why: "rules" } };
}

function needsApproval({ approval }: RoomRules, interval: Interval): boolean {
  if (typeof approval === "object") return minutesOf(interval) > approval.overMinutes;
  return approval === "always";
}

function doubt({ access }: RoomRules, { memberships }: RulesQuestion): WhyNot | undefined {
  const isDoubtful = access === "unknown" || (typeof access === "object" && !memberships);
  return isDoubtful ? { code: "unknown", why: "members" } : undefined;
}
