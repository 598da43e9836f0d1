import type { Clock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { RoomId } from "../../src/core/model.ts";
import type { Budget } from "../../src/ports/budget.ts";
import type { Directory } from "../../src/ports/directory.ts";
import type { Rooms } from "../../src/ports/rooms.ts";
import type { SearchTools } from "../../src/search/find-rooms.ts";
import { FreeBusy } from "../../src/search/free-busy.ts";
import { RecentOffers } from "../../src/search/recent-offers.ts";
import { RoomDirectory } from "../../src/search/room-directory.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import type { OfficeWorld } from "./world.ts";

export const ZONE = "Asia/Shanghai";

/** What was asked of the vendor, in its own calls. */
export interface Calls {
  list: number;
  rules: number;
  busy: number;
  people: number;
}

/** How the vendors count. DingTalk answers five rooms a call, Feishu one. */
export const VENDORS = {
  dingtalk: { roomsPerCall: 5 },
  feishu: { roomsPerCall: 1 },
} as const;
export type VendorName = keyof typeof VENDORS;

export class SetClock implements Clock {
  constructor(private ms: number) {}
  now = (): number => this.ms;
  sleep = async (ms: number): Promise<void> => {
    this.ms += ms;
  };
  set(ms: number): void {
    this.ms = Math.max(this.ms, ms);
  }
}

/** A search over a world, whose vendor counts its calls. */
export function openDesk(
  world: OfficeWorld,
  vendor: VendorName,
  clock: Clock,
  {
    questionRooms = 40,
    budget,
    roomsPerCall = VENDORS[vendor].roomsPerCall,
  }: { questionRooms?: number; budget?: Budget | undefined; roomsPerCall?: number } = {},
) {
  const calls: Calls = { list: 0, rules: 0, busy: 0, people: 0 };
  const rooms: Rooms = {
    busyBatch: roomsPerCall,
    list: async () => {
      calls.list += Math.ceil(world.rooms.length / 100);
      return [...world.rooms];
    },
    rules: async () => {
      calls.rules += 1;
      return { access: "everyone", closures: [], approval: "none", recurring: true };
    },
    busy: async (ids, window) => {
      calls.busy += Math.ceil(ids.length / roomsPerCall);
      return new Map(ids.map((id: RoomId) => [id, { known: true, busy: world.busyOf(id, window) }]));
    },
  };
  const people: Directory = {
    nameOf: async () => undefined,
    findByName: async () => [],
    membershipsOf: async () => {
      calls.people += 1;
      return [];
    },
  };
  const storage = createMemoryStorage(clock);
  const booked = new Map<string, RoomId[]>();
  const tools: SearchTools = {
    directory: new RoomDirectory(
      { name: vendor, rooms },
      { storage, clock, logger: silentLogger, exclude: [] },
    ),
    freeBusy: new FreeBusy(rooms, clock, silentLogger, { zone: ZONE, budget }),
    people,
    habits: { roomsBooked: async (personId) => booked.get(personId) ?? [] },
    recentOffers: new RecentOffers(clock),
    clock,
    zone: ZONE,
    workingMinutes: { from: 9 * 60, to: 18 * 60 },
    workingDays: [1, 2, 3, 4, 5],
    questionRooms,
  };
  const noteBooking = (personId: string, roomId: RoomId) =>
    void booked.set(personId, [...(booked.get(personId) ?? []), roomId]);
  return { tools, calls, noteBooking };
}
