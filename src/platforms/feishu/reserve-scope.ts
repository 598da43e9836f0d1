import { z } from "zod";
import type { RoomRules } from "../../core/model.ts";
import { dataOf, listOf, maybe } from "./client.ts";

const flag = maybe(z.coerce.number());
/** Of a level: whether this part stands in place of what is said below it. */
const covers = { if_cover_child_scope: maybe(z.boolean()) };
const amount = maybe(z.coerce.number());

/** `GET /vc/v1/reserve_configs/reserve_scope`: three parts, each of which may be missing. Hours are fractional, times of day seconds. */
export const reserveScope = dataOf(
  z.object({
    approve_config: maybe(
      z.object({ approval_switch: flag, approval_condition: flag, meeting_duration: amount }),
    ),
    time_config: maybe(
      z.object({
        ...covers,
        time_switch: flag,
        days_in_advance: amount,
        opening_hour: amount,
        start_time: amount,
        end_time: amount,
        max_duration: amount,
      }),
    ),
    reserve_scope_config: maybe(
      z.object({
        ...covers,
        allow_all_users: flag,
        allow_users: listOf(z.object({ user_id: z.string() })),
        allow_depts: listOf(z.object({ department_id: z.string() })),
      }),
    ),
  }),
);
export type ReserveScope = z.infer<typeof reserveScope>;

const DAY_MINUTES = 24 * 60;

/** The settings of a room, then those of its levels upwards; `undefined` where they cannot be read. */
export type ScopePath = readonly (ReserveScope | undefined)[];

/**
 * The rules that these settings make. Of each part the topmost level counts that covers what is below it, else the
 * nearest. `isComplete`: whether all settings could be read, without which nobody can say who may book where no
 * setting that was read says so.
 */
export function rulesOf(scopes: ScopePath, isComplete: boolean): RoomRules {
  const time = covering(scopes, "time_config") ?? nearest(scopes, "time_config");
  const who = covering(scopes, "reserve_scope_config") ?? nearest(scopes, "reserve_scope_config");
  return {
    access: who ? accessOf(who) : isComplete ? "everyone" : "unknown",
    ...(time && timesOf(time)),
    closures: [],
    approval: approvalOf(nearest(scopes, "approve_config")),
    recurring: true,
  };
}

function nearest<K extends keyof ReserveScope>(scopes: ScopePath, part: K): ReserveScope[K] | undefined {
  return scopes.find((scope) => scope?.[part] !== undefined)?.[part];
}

/** The room's own settings, the first, have nothing below them to cover. */
function covering<K extends "time_config" | "reserve_scope_config">(
  scopes: ScopePath,
  part: K,
): ReserveScope[K] | undefined {
  return scopes.slice(1).findLast((scope) => scope?.[part]?.if_cover_child_scope)?.[part];
}

function accessOf(who: NonNullable<ReserveScope["reserve_scope_config"]>): RoomRules["access"] {
  if (who.allow_all_users === 1) return "everyone";
  const anyOf = [
    ...who.allow_users.map(({ user_id: id }) => `user:${id}`),
    ...who.allow_depts.map(({ department_id: id }) => `dept:${id}`),
  ];
  return anyOf.length > 0 ? { anyOf } : "nobody";
}

/** Who can ask for it is another matter: an app cannot, see `Rooms.approvals`. Lengths are fractional hours. */
function approvalOf(approve: ReserveScope["approve_config"]): RoomRules["approval"] {
  if (approve?.approval_switch !== 1) return "none";
  const overMinutes = Math.round((approve.meeting_duration ?? 0) * 60);
  return approve.approval_condition === 1 && overMinutes > 0 ? { overMinutes } : "always";
}

function timesOf(
  time: NonNullable<ReserveScope["time_config"]>,
): Pick<RoomRules, "advance" | "dailyMinutes" | "maxMinutes"> {
  if (time.time_switch !== 1) return {};
  const from = Math.floor((time.start_time ?? 0) / 60);
  const to = Math.floor((time.end_time ?? 0) / 60) || DAY_MINUTES;
  const opensAt = clockOf(time.opening_hour ?? 0);
  return {
    ...(time.days_in_advance && {
      advance: { amount: time.days_in_advance, unit: "days", ...(opensAt && { opensAt }) },
    }),
    ...((from > 0 || to < DAY_MINUTES) && { dailyMinutes: { from, to } }),
    ...(time.max_duration && { maxMinutes: Math.round(time.max_duration * 60) }),
  };
}

/** `28800` → `08:00`; midnight is no restriction. */
function clockOf(seconds: number): string | undefined {
  const minutes = Math.floor(seconds / 60);
  if (minutes <= 0 || minutes >= DAY_MINUTES) return undefined;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
