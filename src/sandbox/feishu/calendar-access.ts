import type { Occurrence } from "../series.ts";
import { refusal } from "./errors.ts";
import type { Event, EventBook, EventDetails } from "./event-book.ts";
import type { Viewer } from "./event-view.ts";
import type { ApiCall } from "./gateway.ts";
import { type Person, userIdType } from "./people.ts";
import { calendarIdOf, type Tenant, whoIs } from "./tenant.ts";

/** An event that a caller named, and what they are to it. */
export interface Found extends Event {
  readonly caller: Person;
  readonly isOrganiser: boolean;
}

/** What people who were asked to an event may do with it, the later the more. */
const ABILITIES = ["none", "can_see_others", "can_invite_others", "can_modify_event"] as const;
export type Ability = (typeof ABILITIES)[number];

/**
 * Whoever calls, if the path names their own calendar: on another's nobody has a role here.
 * Sources: the calendar's page, and the rows 191000–191002 of each event page's error table.
 */
export function ownCalendar(tenant: Tenant, { params, user }: ApiCall): Person {
  const caller = user ?? whoIs(tenant, "bot");
  const id = params.calendar_id ?? "";
  if (id === "primary" || id === calendarIdOf(tenant, caller)) return caller;
  if (!/^feishu\.cn_\w+@group\.calendar\.feishu\.cn$/.test(id)) throw refusal(191001);
  const { colleagues } = tenant.ground.world.office;
  const isSomebodys =
    id === tenant.botCalendarId || colleagues.some((one) => id === calendarIdOf(tenant, one));
  throw refusal(isSomebodys ? 191002 : 191000);
}

/** The event that the path names, on the caller's own calendar; a deleted one can only be read. */
export function findEvent(
  tenant: Tenant,
  book: EventBook,
  call: ApiCall,
  { alsoDeleted = false } = {},
): Found {
  const caller = ownCalendar(tenant, call);
  const id = call.params.event_id ?? "";
  if (!/^[\w-]+_\d+$/.test(id)) throw refusal(193000);
  // One of a series is no event of its own until it was changed.
  const found = book.find(id, caller);
  if (!found) throw refusal(193001);
  if (found.meeting.isCancelled && !alsoDeleted) throw refusal(193003);
  return { ...found, caller, isOrganiser: found.meeting.organiserKey === caller.key };
}

/** The one of the caller's own series that the path names, where it is as the series has it. */
export function findInstance(
  tenant: Tenant,
  book: EventBook,
  call: ApiCall,
): (Found & { readonly one: Occurrence }) | undefined {
  const caller = ownCalendar(tenant, call);
  const found = book.findInstance(call.params.event_id ?? "", caller);
  if (!found || found.meeting.isCancelled || found.meeting.organiserKey !== caller.key) return undefined;
  return { ...found, caller, isOrganiser: true };
}

export const viewerOf = (tenant: Tenant, { user, query }: ApiCall): Viewer => ({
  person: user ?? whoIs(tenant, "bot"),
  type: userIdType(query),
});

/** Whether the caller organises the event or those who are asked may do this much. */
export const may = ({ isOrganiser, details }: Found, least: Ability): boolean =>
  isOrganiser || abilityOf(details) >= ABILITIES.indexOf(least);

const abilityOf = ({ fields }: EventDetails): number =>
  ABILITIES.indexOf((fields.attendee_ability ?? "none") as Ability);
