import type { BookingPlace } from "../booking/bookings.ts";
import { Journal } from "../booking/journal.ts";
import type { BookingTools } from "../booking/recipe.ts";
import { BookingRecords } from "../booking/records.ts";
import type { Card } from "../card/elements.ts";
import { harmless } from "../card/harmless.ts";
import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Budget } from "../ports/budget.ts";
import type { Messenger } from "../ports/messenger.ts";
import { type Metrics, noMetrics } from "../ports/metrics.ts";
import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";
import type { SearchTools } from "../search/find-rooms.ts";
import { FreeBusy } from "../search/free-busy.ts";
import { RecentOffers } from "../search/recent-offers.ts";
import { RoomDirectory } from "../search/room-directory.ts";
import { FollowUps } from "./follow-up/follow-ups.ts";
import { Linkings } from "./link/linkings.ts";
import { shortest } from "./replies/shortest.ts";
import { Watches } from "./watch/watches.ts";

/** How this office works and speaks. */
export interface Office {
  readonly zone: string;
  readonly workingMinutes: { readonly from: number; readonly to: number };
  readonly workingDays: readonly number[];
  readonly defaultMinutes: number;
  readonly language: "auto" | "zh" | "en";
  /** Rooms that one question may ask about; `Infinity` is no cap. */
  readonly questionRooms: number;
  readonly roomsExclude: readonly string[];
  readonly allowChats: readonly string[];
  readonly allowUsers: readonly string[];
  readonly personDailyMessages: number;
}

/** One platform with everything that answering on it takes. */
export interface Desk {
  readonly platform: Platform;
  readonly search: SearchTools;
  readonly booking: BookingTools & BookingPlace;
  readonly followUps: FollowUps;
  readonly watches: Watches;
  readonly linkings: Linkings;
}

export function createDesk(
  platform: Platform,
  deps: { storage: Storage; clock: Clock; logger: Logger; office: Office; metrics?: Metrics },
): Desk {
  const { storage, clock, office, metrics = noMetrics } = deps;
  const logger = deps.logger.with({ platform: platform.name });
  const records = new BookingRecords(storage, clock, platform.name);
  return {
    platform: { ...platform, messenger: saying(platform.messenger, platform.budget) },
    search: {
      directory: new RoomDirectory(platform, { storage, clock, logger, exclude: office.roomsExclude }),
      freeBusy: new FreeBusy(platform.rooms, clock, logger, {
        zone: office.zone,
        budget: platform.budget,
        shared: { storage, platform: platform.name },
        measure: (from, rooms) => metrics.count("busyTimes", { platform: platform.name, from }, rooms),
      }),
      people: platform.directory,
      habits: records,
      recentOffers: new RecentOffers(clock),
      clock,
      zone: office.zone,
      workingMinutes: office.workingMinutes,
      workingDays: office.workingDays,
      questionRooms: office.questionRooms,
    },
    booking: {
      calendar: platform.calendar,
      journal: new Journal(storage, platform.name, metrics),
      records,
      clock,
      logger,
    },
    followUps: new FollowUps(storage, clock, platform.name),
    watches: new Watches(storage, clock, platform.name),
    linkings: new Linkings(storage, clock, platform.name),
  };
}

/** Whatever is shown, on any platform, passes here. */
function saying(messenger: Messenger, budget: Budget | undefined): Messenger {
  const { update } = messenger;
  const shown = (card: Card) => harmless(budget ? shortest(card, budget) : card);
  return {
    ...messenger,
    send: (to, card, key) => messenger.send(to, shown(card), key),
    ...(update && { update: (sent, card) => update(sent, shown(card)) }),
  };
}
