import type { Interval } from "../core/interval.ts";
import type { Equipment } from "../core/model.ts";
import type { Office, Place } from "../sandbox/office.ts";
import type { ChatLine } from "../sandbox/sandbox.ts";
import type { Meeting, RoomAnswer } from "../sandbox/world.ts";
import type { Costs, CostView } from "./costs.ts";
import { type Part, partsOf } from "./parts.ts";
import { type Stage, VENDOR_NAMES, type VendorName } from "./stage.ts";
import type { Switches, SwitchView } from "./switches.ts";

/**
 * What the page is told, as JSON. The vendors' raw payloads stay out of it: they carry the addresses and tokens
 * that belong to the bot.
 */

const DAY_MS = 86_400_000;
const LINES_KEPT = 500;
/** Meetings the page keeps: a day back, so that any zone's today is whole, and the week that it shows. */
const MEETINGS_BACK_MS = DAY_MS;
const MEETINGS_AHEAD_MS = 8 * DAY_MS;

export interface ColleagueView {
  readonly key: string;
  readonly name: string;
  readonly englishName: string;
  readonly department: string;
  readonly isAdmin: boolean;
  readonly isOutsider: boolean;
}

export interface ChatView {
  readonly key: string;
  readonly title: string;
  readonly kind: "group" | "direct";
  readonly memberKeys: readonly string[];
}

export interface RoomView {
  readonly key: string;
  readonly name: string;
  readonly capacity?: number;
  readonly equipment: readonly Equipment[];
  /** From the largest place to the smallest. */
  readonly path: readonly string[];
}

export interface LineView {
  readonly vendor: VendorName;
  readonly id: string;
  readonly chatKey: string;
  /** A colleague's key, or `bot`. */
  readonly from: string;
  readonly atMs: number;
  readonly parts: readonly Part[];
  /** Pages of the vendor's own that the line lets one open. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

export interface MeetingView extends Interval {
  readonly id: string;
  /** Of a series, its times in the days that the page shows; absent: once, from `start` to `end`. */
  readonly times?: readonly Interval[];
  readonly title: string;
  readonly isAllDay: boolean;
  readonly isCancelled: boolean;
  readonly organiserKey: string;
  readonly attendeeKeys: readonly string[];
  readonly rooms: readonly { readonly key: string; readonly answer: RoomAnswer }[];
  readonly madeOn: Meeting["madeOn"];
}

/** The office's time, how many connections of the bot each vendor has, what goes wrong, and what answers cost. */
export interface PulseView {
  readonly nowMs: number;
  readonly connections: Readonly<Record<VendorName, number>>;
  readonly faults: SwitchView;
  readonly costs: CostView;
}

export interface OfficeView extends PulseView {
  /** Where in the feed of events this picture was taken. */
  readonly eventId: string;
  readonly zone: string;
  readonly colleagues: readonly ColleagueView[];
  readonly chats: readonly ChatView[];
  readonly rooms: readonly RoomView[];
  readonly lines: readonly LineView[];
  readonly meetings: readonly MeetingView[];
}

/** What is watched beside the office itself. */
export interface Gauges {
  readonly switches: Switches;
  readonly costs: Costs;
}

export const viewPulse = ({ clock, dingtalk, feishu }: Stage, { switches, costs }: Gauges): PulseView => ({
  nowMs: clock.now(),
  connections: { dingtalk: dingtalk.connections(), feishu: feishu.connections() },
  faults: switches.view(),
  costs: costs.view(),
});

export function viewOffice(stage: Stage, gauges: Gauges, eventId: string): OfficeView {
  const { office } = stage.world;
  const departments = new Map(office.departments.map(({ key, name }) => [key, name]));
  return {
    ...viewPulse(stage, gauges),
    eventId,
    zone: office.zone,
    colleagues: office.colleagues.map(({ key, name, englishName, departmentKey, isAdmin, isOutsider }) => ({
      key,
      name,
      englishName,
      department: departments.get(departmentKey) ?? "",
      isAdmin,
      isOutsider: isOutsider ?? false,
    })),
    chats: office.chats.map(({ key, title, kind, memberKeys }) => ({ key, title, kind, memberKeys })),
    rooms: office.rooms.map(({ key, name, capacity, equipment, placeKey }) => ({
      key,
      name,
      ...(capacity === undefined ? {} : { capacity }),
      equipment,
      path: pathOf(placeKey, office.places),
    })),
    lines: VENDOR_NAMES.flatMap((vendor) =>
      stage[vendor].lines.slice(-LINES_KEPT).map((line) => viewLine(stage, vendor, line)),
    ),
    meetings: stage.world
      .meetings()
      .filter((meeting) => stage.world.occurrences(meeting, shownDays(stage)).length > 0)
      .map((meeting) => viewMeeting(stage, meeting)),
  };
}

export const viewLine = ({ world, ...bases }: Stage, vendor: VendorName, line: ChatLine): LineView => ({
  vendor,
  id: line.id,
  chatKey: line.chatKey,
  from: line.from,
  atMs: line.atMs,
  parts: partsOf(vendor, line, (id) => nameOf(world.office, id)),
  links: (line.links ?? []).filter(({ url }) => isOf(url, bases[vendor].base)),
});

/** Whether the address is on the imitated vendor's own server: the page leads nowhere else. */
const isOf = (url: string, base: string): boolean =>
  URL.canParse(url) && new URL(url).origin === new URL(base).origin;

const nameOf = ({ colleagues }: Office, id: string): string =>
  colleagues.find(({ dingtalk, feishu }) => feishu.openId === id || dingtalk.userId === id)?.name ?? id;

const shownDays = ({ clock }: Stage): Interval => ({
  start: clock.now() - MEETINGS_BACK_MS,
  end: clock.now() + MEETINGS_AHEAD_MS,
});

export const viewMeeting = (stage: Stage, meeting: Meeting): MeetingView => ({
  id: meeting.id,
  ...(meeting.recurrence
    ? { times: stage.world.occurrences(meeting, shownDays(stage)).map(({ start, end }) => ({ start, end })) }
    : {}),
  title: meeting.title,
  start: meeting.start,
  end: meeting.end,
  isAllDay: meeting.isAllDay,
  isCancelled: meeting.isCancelled,
  organiserKey: meeting.organiserKey,
  attendeeKeys: [...meeting.attendeeKeys],
  rooms: meeting.rooms.map(({ roomKey, answer }) => ({ key: roomKey, answer })),
  madeOn: meeting.madeOn,
});

function pathOf(placeKey: string | undefined, places: readonly Place[]): string[] {
  const place = places.find(({ key }) => key === placeKey);
  return place ? [...pathOf(place.parentKey, places), place.name] : [];
}
