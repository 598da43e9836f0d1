import { randomBytes } from "node:crypto";
import { expect, vi } from "vitest";
import { Bot } from "../../src/bot/bot.ts";
import type { Office } from "../../src/bot/desk.ts";
import { type Logger, silentLogger } from "../../src/core/logger.ts";
import { callWatch } from "../../src/metrics/call-watch.ts";
import { type Metrics, noMetrics } from "../../src/ports/metrics.ts";
import type { Platform } from "../../src/ports/platform.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { type SandboxOptions, startSandbox } from "../../src/sandbox/index.ts";
import { type ChatLine, directChatKey, type Vendor } from "../../src/sandbox/sandbox.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { createSeal } from "../../src/storage/seal.ts";

/** Wednesday 11 March 2026, 10:07 in Shanghai. */
export const WEDNESDAY_10_07 = Date.parse("2026-03-11T10:07:00+08:00");

export const PLATFORMS = ["dingtalk", "feishu"] as const;
export type VendorName = (typeof PLATFORMS)[number];

export interface OfficeOptions extends SandboxOptions {
  readonly settings?: Partial<Office>;
  readonly platforms?: readonly VendorName[];
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  /** Calls a second (and a minute) to one API that the bot believes it may make. Absent: the vendors' own. */
  readonly tiers?: {
    readonly dingtalkQps?: number;
    readonly feishuQps?: number;
    readonly feishuQpm?: number;
  };
  /** Whether DingTalk's answers are interactive cards. */
  readonly cards?: boolean;
  /** How Feishu's rooms are asked for their busy times. Absent: one a call. */
  readonly feishuFreeBusy?: "list" | "batch";
  /** Whether colleagues may link their Feishu accounts. */
  readonly linking?: boolean;
  /** How many times as fast as the machine's the office's clock runs, so that nobody waits for a room's answer. */
  readonly clockSpeed?: number;
  /** How long the bot waits for a vendor's answer, by the machine's clock. Absent: as in earnest. */
  readonly requestTimeoutMs?: number;
  /** Where the bot finds a vendor that is at `base`. Absent: there. */
  readonly through?: (base: string, vendor: VendorName) => string;
}

const TICK_MS = 10;
/** Reconnecting takes the vendors' clients seconds. */
const SOON = {
  dingtalk: { backOffMs: 20, longestBackOffMs: 200 },
  feishu: {
    reconnectNonceMs: 20,
    reconnectIntervalMs: 50,
    longestReconnectMs: 200,
    shortestReconnectMs: 20,
    watchMs: 200,
    settleMs: 0,
  },
} as const;

/** An ordinary office. */
export const SETTINGS: Office = {
  zone: "Asia/Shanghai",
  workingMinutes: { from: 9 * 60, to: 18 * 60 },
  workingDays: [1, 2, 3, 4, 5],
  defaultMinutes: 60,
  language: "auto",
  questionRooms: 40,
  roomsExclude: [],
  allowChats: [],
  allowUsers: [],
  personDailyMessages: 100,
};

/** The vendor tells its clients to wait up to half a minute before they come back; nobody learns anything from that here. */
const RECONNECT_AT_ONCE = { ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 0, PingInterval: 120 };

/**
 * The whole thing as people meet it: the sandbox as both vendors, their SDKs in our platforms, the bot. Everything is
 * real but the vendors, the storage (memory) and the date.
 */
export async function openOffice(options: OfficeOptions = {}) {
  const sandbox = await startSandbox({
    nowMs: WEDNESDAY_10_07,
    seed: 7,
    roomAnswerMs: [10, 40],
    feishuPace: { client: RECONNECT_AT_ONCE },
    ...options,
  });
  const { clock } = sandbox;
  const logger = options.logger ?? silentLogger;
  const metrics = options.metrics ?? noMetrics;
  const storage: Storage = createMemoryStorage(clock);
  const { zone } = SETTINGS;
  const { tiers = {}, clockSpeed = 1, requestTimeoutMs, through = (base) => base } = options;
  const at = {
    dingtalk: through(sandbox.dingtalk.base, "dingtalk"),
    feishu: through(sandbox.feishu.base, "feishu"),
  };
  const seal = options.linking ? createSeal(randomBytes(32)) : undefined;
  const timings = {
    dingtalk: { ...SOON.dingtalk, ...(requestTimeoutMs && { requestMs: requestTimeoutMs }) },
    feishu: { ...SOON.feishu, ...(requestTimeoutMs && { requestTimeoutMs }) },
  };
  const create: Record<VendorName, () => Promise<Platform>> = {
    dingtalk: async () => {
      const { createDingTalkPlatform } = await import("../../src/platforms/dingtalk/index.ts");
      return createDingTalkPlatform(
        {
          clientId: sandbox.dingtalk.app.id,
          clientSecret: sandbox.dingtalk.app.secret,
          robotCode: sandbox.dingtalk.app.id,
          apiBase: at.dingtalk,
          oapiBase: at.dingtalk,
          qps: tiers.dingtalkQps ?? 20,
          ...(options.cards && { cardTemplateId: sandbox.dingtalk.cardTemplateId }),
        },
        {
          clock,
          logger,
          storage,
          zone,
          timings: timings.dingtalk,
          callWatch: callWatch(metrics, "dingtalk"),
        },
      );
    },
    feishu: async () => {
      const { createFeishuPlatform } = await import("../../src/platforms/feishu/index.ts");
      return createFeishuPlatform(
        {
          appId: sandbox.feishu.app.id,
          appSecret: sandbox.feishu.app.secret,
          domain: at.feishu,
          accountsDomain: at.feishu,
          userLink: true,
          qps: tiers.feishuQps ?? 50,
          qpm: tiers.feishuQpm ?? 1000,
          ...(options.feishuFreeBusy && { freeBusy: options.feishuFreeBusy }),
        },
        {
          clock,
          logger,
          storage,
          zone,
          timings: timings.feishu,
          callWatch: callWatch(metrics, "feishu"),
          ...(seal && { seal }),
        },
      );
    },
  };
  // A test may have everybody wait for an answer at once.
  for (const vendor of PLATFORMS) sandbox[vendor].events.setMaxListeners(0);
  const startBot = async (): Promise<Bot> => {
    const platforms = await Promise.all((options.platforms ?? PLATFORMS).map((name) => create[name]()));
    const started = new Bot({
      platforms,
      storage,
      clock,
      logger,
      metrics,
      office: { ...SETTINGS, ...options.settings },
    });
    started.start();
    const deadline = Date.now() + 10_000;
    while (!platforms.every(({ listener }) => listener.state() === "connected")) {
      if (Date.now() > deadline) throw new Error("the bot did not connect to the sandbox");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return started;
  };
  let bot = await startBot();

  const haste = setInterval(() => clock.advance(TICK_MS * (clockSpeed - 1)), TICK_MS);
  if (clockSpeed === 1) clearInterval(haste);

  return {
    sandbox,
    storage,
    get bot() {
      return bot;
    },
    /** Another process takes over with what is in the storage, and nothing of what this one remembers. */
    restart: async () => {
      await bot.stop(2_000);
      bot = await startBot();
    },
    world: sandbox.world,
    clock,
    faults: sandbox.faults,
    trace: sandbox.trace,
    /**
     * Lets time go by once every message is finished with: an answer is seen a moment before the bot has noted that
     * it was given, and a lease that runs out in between has the message answered again.
     */
    pass: async (ms: number) => {
      await vi.waitFor(async () => expect(await storage.list("inbox:open:")).toEqual([]), 5_000);
      clock.advance(ms);
    },
    /** A colleague at a chat's keyboard: alone with the bot unless a group is named. */
    at: (vendor: VendorName, colleagueKey: string, groupKey?: string) =>
      new Seat(
        sandbox[vendor],
        colleagueKey,
        groupKey ?? directChatKey(colleagueKey),
        groupKey !== undefined,
      ),
    close: async () => {
      clearInterval(haste);
      await bot.stop(2_000);
      await sandbox.close();
      await storage.close();
    },
  };
}

/** Opens an office for one test, so that tests can run beside each other. */
export async function inOffice(
  options: OfficeOptions,
  test: (office: Awaited<ReturnType<typeof openOffice>>) => Promise<void>,
): Promise<void> {
  const office = await openOffice(options);
  try {
    await test(office);
  } finally {
    await office.close();
  }
}

const PROGRESS = /^(Booking |Changing |Searching |正在预订|正在更改|正在查找)/;

/** One colleague in one chat: says things, hears answers, presses buttons. */
export class Seat {
  constructor(
    private readonly vendor: Vendor,
    private readonly who: string,
    private readonly chatKey: string,
    private readonly isGroup: boolean,
  ) {}

  /** Says `text` and waits for the answer to it (what is shown while the bot works does not count). */
  async say(
    text: string,
    { withinMs, ...options }: { mentionKeys?: readonly string[]; copies?: number; withinMs?: number } = {},
  ): Promise<ChatLine> {
    const heard = this.nextLine(withinMs);
    this.vendor.say(this.who, this.chatKey, text, { mentionsBot: this.isGroup, ...options });
    return heard;
  }

  /** Says something without mentioning anybody, or in any other special way, and does not wait. */
  mutter(text: string, options: { mentionsBot?: boolean; copies?: number } = {}): void {
    this.vendor.say(this.who, this.chatKey, text, options);
  }

  /** Presses a button of a line, by its label or its text; returns what the presser sees at once. */
  async press(
    line: ChatLine,
    label: string | RegExp,
    form: Readonly<Record<string, string>> = {},
  ): Promise<string | undefined> {
    const button = line.buttons.find((one) =>
      typeof label === "string" ? one.label === label : label.test(one.label),
    );
    if (!button)
      throw new Error(`no button ${label} among ${line.buttons.map((one) => one.label).join(", ")}`);
    return this.vendor.press(this.who, line.id, button.value, form);
  }

  /** What the bot says next in this chat. */
  nextLine(withinMs = 12_000): Promise<ChatLine> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.vendor.events.off("line", onLine);
        reject(new Error(`no answer in ${this.chatKey}; said so far:\n${this.transcript()}`));
      }, withinMs);
      const onLine = (line: ChatLine) => {
        if (line.from !== "bot" || line.chatKey !== this.chatKey || PROGRESS.test(line.text.trim())) return;
        clearTimeout(timer);
        this.vendor.events.off("line", onLine);
        resolve(line);
      };
      this.vendor.events.on("line", onLine);
    });
  }

  /** What the bot said in this chat, each message once and in its last version. */
  heard(): ChatLine[] {
    const lines = this.vendor.lines.filter((line) => line.from === "bot" && line.chatKey === this.chatKey);
    return [...new Map(lines.map((line) => [line.id, line])).values()];
  }

  /** Everything said in this chat so far, for a failing test. */
  transcript(): string {
    return this.vendor.lines
      .filter((line) => line.chatKey === this.chatKey)
      .map((line) => `${line.from}: ${line.text}`)
      .join("\n");
  }
}
