import { dayStripText, type RoomDay } from "../../card/day-strip.ts";
import type { Block } from "../../card/elements.ts";
import type { Interval } from "../../core/interval.ts";
import { localDateOf, workingWindow } from "../../time/zone.ts";
import type { OfferedRoom } from "../conversation.ts";
import type { Turn } from "../turn.ts";

/** Rooms' days to be seen at a glance, with what the signs mean. */
export const dayBlock = (
  days: readonly RoomDay[],
  { now, office, words }: Pick<Turn, "now" | "office" | "words">,
  { isPicture }: { readonly isPicture: boolean },
): Block => ({
  kind: "day",
  days,
  view: { nowMs: now, zone: office.zone },
  legend: words.stripLegend,
  isPicture,
});

/** More would not be compared, and a card has its limits. */
const MOST_STRIPS = 5;

/**
 * The days of offered rooms, in their order, as lines: of near misses, which one has to compare, and wherever cards have
 * room for them. Only what is known already is shown: nobody is asked for it.
 */
export async function offerStrips(
  { desk, office, now }: Turn,
  options: readonly Pick<OfferedRoom, "room" | "start" | "end" | "second" | "skips">[],
  isExact: boolean,
): Promise<readonly (string | undefined)[]> {
  if (options.length > MOST_STRIPS) return [];
  if (isExact && !desk.platform.messenger.hasRichCards) return [];
  const { zone, workingMinutes } = office;
  return Promise.all(
    options.map(async ({ room, second, skips, ...wanted }) => {
      if (second || skips) return undefined;
      const window = withWhole(workingWindow(localDateOf(wanted.start, zone), workingMinutes, zone), wanted);
      const known = await desk.search.freeBusy.remembered(room.id, window);
      if (!known?.known) return undefined;
      return dayStripText({ name: room.name, window, busy: known.busy, wanted }, { nowMs: now, zone });
    }),
  );
}

const withWhole = (day: Interval, { start, end }: Interval): Interval => ({
  start: Math.min(day.start, start),
  end: Math.max(day.end, end),
});
