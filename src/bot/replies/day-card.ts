import type { RoomDay } from "../../card/day-strip.ts";
import type { Block } from "../../card/elements.ts";
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
