import { describeError } from "../../core/errors.ts";
import type { Platform } from "../../ports/platform.ts";
import type { BotDeps } from "../bot.ts";
import { FollowUps } from "./follow-ups.ts";

/**
 * The platform, each reading of whose rooms' days is compared with what colleagues were told that they have: no vendor
 * tells a bot for nothing that a room was taken back. Nobody waits for it, and it costs no call of its own.
 */
export function comparingDays<Compared extends Pick<Platform, "name" | "rooms">>(
  platform: Compared,
  { storage, clock, logger }: Pick<BotDeps, "storage" | "clock" | "logger">,
): Compared {
  const { rooms, name } = platform;
  const followUps = new FollowUps(storage, clock, name);
  return {
    ...platform,
    rooms: {
      ...rooms,
      busy: async (roomIds, window, asker) => {
        const readAtMs = clock.now();
        const days = await rooms.busy(roomIds, window, asker);
        followUps.compare(days, window, readAtMs).catch((error: unknown) =>
          logger.warn("rooms' days could not be compared with what was booked", {
            platform: name,
            error: describeError(error),
          }),
        );
        return days;
      },
    },
  };
}
