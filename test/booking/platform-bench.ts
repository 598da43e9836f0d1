import { bookRoom } from "../../src/booking/book-room.ts";
import { type Booking, bookingsOf } from "../../src/booking/bookings.ts";
import { Journal } from "../../src/booking/journal.ts";
import type { BookingTools } from "../../src/booking/recipe.ts";
import { BookingRecords } from "../../src/booking/records.ts";
import { type News, resumeOpen } from "../../src/booking/recovery.ts";
import type { BookingRequest, ChosenRoom } from "../../src/booking/requests.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Person } from "../../src/core/model.ts";
import type { Platform } from "../../src/ports/platform.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { type VendorName, WEDNESDAY_10_07 } from "../helpers/office.ts";

export const ZONE = "Asia/Shanghai";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PLENTY = 100_000;

interface Deps {
  readonly clock: Sandbox["clock"];
  readonly logger: typeof silentLogger;
  readonly storage: ReturnType<typeof createMemoryStorage>;
  readonly zone: string;
}

const create: Record<VendorName, (sandbox: Sandbox, deps: Deps) => Promise<Platform>> = {
  dingtalk: async ({ dingtalk }, deps) => {
    const { createDingTalkPlatform } = await import("../../src/platforms/dingtalk/index.ts");
    const { id: clientId, secret: clientSecret } = dingtalk.app;
    const bases = { apiBase: dingtalk.base, oapiBase: dingtalk.base };
    return createDingTalkPlatform(
      { clientId, clientSecret, robotCode: clientId, ...bases, qps: PLENTY },
      deps,
    );
  },
  feishu: async ({ feishu }, deps) => {
    const { createFeishuPlatform } = await import("../../src/platforms/feishu/index.ts");
    const { id: appId, secret: appSecret } = feishu.app;
    const bases = { domain: feishu.base, accountsDomain: feishu.base };
    return createFeishuPlatform(
      { appId, appSecret, ...bases, userLink: false, qps: PLENTY, qpm: PLENTY },
      deps,
    );
  },
};

/** A meeting as the world holds it, its times in hours from the bench's day. */
export interface Holding {
  readonly hours: readonly [number, number];
  readonly rooms: readonly string[];
  readonly guests: readonly string[];
}

export const holding = (
  hours: readonly [number, number],
  rooms: readonly string[],
  guests: readonly string[] = [],
): Holding => ({ hours, rooms, guests });

/** The recipes' tools over one vendor's real adapter and the sandbox, whose clock runs fast. */
export class PlatformBench {
  #dayMs = Date.parse("2026-03-12T10:00:00+08:00");
  #keys = 0;

  private constructor(
    readonly vendor: VendorName,
    readonly sandbox: Sandbox,
    readonly tools: BookingTools,
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(vendor: VendorName): Promise<PlatformBench> {
    const sandbox = await startSandbox({
      nowMs: WEDNESDAY_10_07,
      seed: 7,
      meetings: "none",
      roomAnswerMs: [500, 900],
      limits: { dingtalkPerSecond: PLENTY, feishuPerSecond: PLENTY, feishuPerMinute: PLENTY },
    });
    // A vendor's reads lag behind its writes for as long as its own clients wait.
    sandbox.feishu.switches.staleAnswerMs = 1_500;
    const { clock } = sandbox;
    const logger = silentLogger;
    const storage = createMemoryStorage(clock);
    const platform = await create[vendor](sandbox, { clock, logger, storage, zone: ZONE });
    const journal = new Journal(storage, vendor);
    const records = new BookingRecords(storage, clock, vendor);
    const haste = setInterval(() => clock.advance(1_000), 5);
    return new PlatformBench(
      vendor,
      sandbox,
      { calendar: platform.calendar, journal, records, clock, logger },
      async () => {
        clearInterval(haste);
        await platform.close();
        await sandbox.close();
      },
    );
  }

  close(): Promise<void> {
    return this.stop();
  }

  key(): string {
    this.#keys += 1;
    return `${this.vendor}-${this.#keys}`;
  }

  nextDay(): void {
    this.#dayMs += DAY_MS;
  }

  /** Hours from the bench's day at ten. */
  at(fromHours: number, toHours: number): { start: number; end: number } {
    return { start: this.#dayMs + fromHours * HOUR_MS, end: this.#dayMs + toHours * HOUR_MS };
  }

  person(key: string): Person {
    const found = this.sandbox.world.office.colleagues.find((one) => one.key === key);
    if (!found) throw new Error(`nobody is called ${key}`);
    return { id: this.vendor === "dingtalk" ? found.dingtalk.userId : found.feishu.openId, name: found.name };
  }

  room(key: string): ChosenRoom {
    const { name, dingtalk, feishu } = this.sandbox.world.room(key);
    return { id: this.vendor === "dingtalk" ? dingtalk.roomId : feishu.roomId, name, place: "" };
  }

  request(more: Partial<BookingRequest> = {}): BookingRequest {
    return {
      organiser: this.person("li-lei"),
      attendees: [],
      room: this.room("everest"),
      title: "Meeting",
      ...this.at(0, 1),
      zone: ZONE,
      onto: "fitting",
      needsApproval: false,
      ...more,
    };
  }

  /** Somebody else takes a room. */
  elsewhere(roomKey: string, fromHours: number, toHours: number): void {
    this.sandbox.world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "Theirs",
      ...this.at(fromHours, toHours),
      rooms: [{ roomKey, answer: "accepted" }],
    });
  }

  /** What is held on the bench's day: by whom we book for, or by `others`. */
  held(whose: "ours" | "others" = "ours", organiserKey = "li-lei"): Holding[] {
    const [from, to] = [this.at(-10, 0).start, this.at(14, 0).start];
    return this.sandbox.world
      .meetings()
      .filter(
        ({ start, madeOn }) => start >= from && start < to && (madeOn === "client") === (whose === "others"),
      )
      .map(({ start, end, rooms, attendeeKeys }) => ({
        hours: [(start - this.#dayMs) / HOUR_MS, (end - this.#dayMs) / HOUR_MS],
        rooms: rooms.filter(({ answer }) => answer !== "declined").map(({ roomKey }) => roomKey),
        guests: attendeeKeys.filter((key) => key !== organiserKey),
      }));
  }

  /** Books, and finds it among the person's bookings. */
  async book(request: BookingRequest): Promise<Booking> {
    const outcome = await bookRoom(this.tools, this.key(), request);
    if (outcome.kind !== "booked") throw new Error(`not booked: ${JSON.stringify(outcome)}`);
    const coming = await bookingsOf(this.tools, request.organiser, this.sandbox.clock.now());
    const found = coming.find(({ eventId }) => eventId === outcome.eventId);
    if (!found) throw new Error("the booking is not shown");
    return found;
  }

  /** Recovery, until nothing is open any more; what was told meanwhile. */
  async recover(): Promise<News[]> {
    const { journal } = this.tools;
    const news: News[] = [];
    for (let rounds = 0; rounds < 30; rounds += 1) {
      await resumeOpen(this.tools, {
        isAwaited: async () => false,
        tellPerson: async (one) => void news.push(one),
      });
      if ((await journal.open(() => {})).length === 0) return news;
      this.sandbox.clock.advance(61_000);
    }
    throw new Error("something is still open");
  }
}
