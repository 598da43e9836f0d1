import { setTimeout as delay } from "node:timers/promises";
import { Bot } from "../../src/bot/bot.ts";
import { createDesk, type Desk, type Office } from "../../src/bot/desk.ts";
import type { Clock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Person } from "../../src/core/model.ts";
import type { Platform } from "../../src/ports/platform.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { openStorage } from "../../src/storage/open.ts";
import { far } from "./far.ts";
import { colleagueKeys, officeOf, ZONE } from "./office.ts";
import { createPlatform } from "./platforms.ts";
import { type FarOptions, type Opened, VENDORS, type VendorName } from "./wire.ts";

const CONNECTED_WITHIN_MS = 15_000;

export interface RigOptions extends FarOptions {
  readonly vendors?: readonly VendorName[];
  /** Rooms that one question may ask about; absent is the usual 40. */
  readonly questionRooms?: number;
  /** Absent: in memory. */
  readonly storageUrl?: string;
  /** Whether the rules of the rooms are known beforehand; absent: they are. */
  readonly areRulesKnown?: boolean;
}

/** A sandbox in the other process, and the real platforms connected to it from here. */
export interface Rig {
  readonly opened: Opened;
  readonly clock: Clock;
  readonly storage: Storage;
  readonly office: Office;
  platform(vendor: VendorName): Platform;
  /** A colleague, as the vendor names people. */
  person(vendor: VendorName, key: string): Person;
  /** What search and booking work with, on its own storage: nothing is known but what that holds. */
  desk(vendor: VendorName, storage: Storage): Desk;
  /** Time goes by, here and in the office: what was known grows old. */
  pass(ms: number): Promise<void>;
  /** The bot over all of the rig's platforms, connected. */
  startBot(): Promise<void>;
  close(): Promise<void>;
}

export async function openRig(options: RigOptions): Promise<Rig> {
  const { vendors = VENDORS, questionRooms = 40, storageUrl = "memory:", areRulesKnown = true } = options;
  const opened = await far.ask("open", {
    spec: options.spec,
    ...(options.latency && { latency: options.latency }),
    isLimited: options.isLimited,
  });
  const clock = new MovableClock(Date.now() + opened.aheadMs);
  const storage = await openStorage(storageUrl, { clock, logger: silentLogger });
  const { isLimited } = options;
  const platforms = new Map(
    vendors.map((vendor) => [
      vendor,
      createPlatform(vendor, opened, { clock, storage, isLimited, areRulesKnown }),
    ]),
  );
  const people = officeOf(options.spec).colleagues;
  const office: Office = {
    zone: ZONE,
    workingMinutes: { from: 9 * 60, to: 18 * 60 },
    workingDays: [1, 2, 3, 4, 5],
    defaultMinutes: 60,
    language: "auto",
    questionRooms,
    roomsExclude: [],
    allowChats: [],
    allowUsers: [],
    personDailyMessages: Number.POSITIVE_INFINITY,
  };
  let bot: Bot | undefined;
  const platform = (vendor: VendorName): Platform => {
    const found = platforms.get(vendor);
    if (!found) throw new Error(`The rig has no ${vendor}.`);
    return found;
  };
  return {
    opened,
    clock,
    storage,
    office,
    platform,
    person(vendor, key) {
      const colleague = people.find((one) => one.key === key);
      if (!colleague) throw new Error(`The office has no ${key}.`);
      const id = vendor === "dingtalk" ? colleague.dingtalk.userId : colleague.feishu.openId;
      return { id, name: colleague.name };
    },
    desk: (vendor, deskStorage) =>
      createDesk(platform(vendor), { storage: deskStorage, clock, logger: silentLogger, office }),
    async pass(ms) {
      await far.ask("pass", opened.id, ms);
      clock.advance(ms);
    },
    async startBot() {
      bot = new Bot({ platforms: [...platforms.values()], storage, clock, logger: silentLogger, office });
      bot.start();
      const deadlineMs = Date.now() + CONNECTED_WITHIN_MS;
      while ([...platforms.values()].some(({ listener }) => listener.state() !== "connected")) {
        if (Date.now() > deadlineMs) throw new Error("the bot did not connect to the sandbox");
        await delay(10);
      }
    },
    async close() {
      if (bot) await bot.stop(2_000);
      else await Promise.all([...platforms.values()].map((one) => one.close()));
      await storage.close();
      await far.ask("close", opened.id);
    },
  };
}

/** Opens a rig for as long as `measure` takes. */
export async function withRig<T>(options: RigOptions, measure: (rig: Rig) => Promise<T>): Promise<T> {
  const rig = await openRig(options);
  try {
    return await measure(rig);
  } finally {
    await rig.close();
  }
}

/** A storage of its own with all that this one holds, so that what one question learns helps no other. */
export async function copyOf(storage: Storage, clock: Clock): Promise<Storage> {
  const copy = createMemoryStorage(clock);
  const entries = await storage.list("");
  if (entries.length > 0) await copy.write(entries);
  return copy;
}

export const ASKER = colleagueKeys(1)[0] ?? "";

/** A room's id, as the vendor names it. */
export const roomIdOf = (room: OfficeRoom, vendor: VendorName): string => room[vendor].roomId;
