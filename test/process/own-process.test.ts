import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { type ChatLine, directChatKey } from "../../src/sandbox/sandbox.ts";
import { type Child, clearAway, freeroom, freshFolder } from "./child.ts";

const VENDORS = ["dingtalk", "feishu"] as const;
type VendorName = (typeof VENDORS)[number];
const BUSY_TIMES = { dingtalk: "calendar.rooms.schedules", feishu: "calendar.freebusy.list" } as const;

/** Leases last 20 s at most, and what is left is taken up within 30 s of their end. */
const TAKEN_UP_MS = 50_000;

describe("the bot as a process of its own, told by the environment alone where the platforms are", () => {
  let sandbox: Sandbox;
  let folder: string;
  beforeEach(async () => {
    sandbox = await startSandbox({ seed: 7, roomAnswerMs: [10, 40], meetings: "none" });
    folder = freshFolder();
  });
  afterEach(async () => {
    await clearAway();
    await sandbox.close();
  });

  const startBot = (): Child =>
    freeroom(
      ["start"],
      {
        DINGTALK_CLIENT_ID: sandbox.dingtalk.app.id,
        DINGTALK_CLIENT_SECRET: sandbox.dingtalk.app.secret,
        DINGTALK_API_BASE: sandbox.dingtalk.base,
        DINGTALK_OAPI_BASE: sandbox.dingtalk.base,
        FEISHU_APP_ID: sandbox.feishu.app.id,
        FEISHU_APP_SECRET: sandbox.feishu.app.secret,
        FEISHU_DOMAIN: sandbox.feishu.base,
        STORAGE_URL: `file:${join(folder, "freeroom.db")}`,
        HTTP_PORT: "0",
      },
      folder,
    );
  const isConnected = (): Promise<void> =>
    vi.waitFor(() => {
      expect(sandbox.dingtalk.connections()).toBe(1);
      expect(sandbox.feishu.connections()).toBe(1);
    }, 10_000);

  const answers = (vendor: VendorName): ChatLine[] => [
    ...new Map(
      sandbox[vendor].lines
        .filter((line) => line.from === "bot" && line.chatKey === directChatKey("emma"))
        .map((line) => [line.id, line]),
    ).values(),
  ];
  const say = (vendor: VendorName, text: string) => sandbox[vendor].say("emma", directChatKey("emma"), text);
  const answered = (vendor: VendorName, pattern: RegExp, timeoutMs = 10_000): Promise<void> =>
    vi.waitFor(() => expect(answers(vendor).at(-1)?.text).toMatch(pattern), timeoutMs);

  /** Asks on both platforms, and resolves while the answers are under way: one room's times do not come. */
  const askInVain = async (text: string): Promise<void> => {
    for (const vendor of VENDORS) {
      sandbox.faults.add({ vendor, api: BUSY_TIMES[vendor], kind: "slow", delayMs: 60_000, times: 1 });
      say(vendor, text);
    }
    await vi.waitFor(() => expect(sandbox.faults.list()).toEqual([]), 5_000);
  };

  it("converses on both platforms, and serves nothing of the sandbox", async () => {
    const bot = startBot();
    await isConnected();
    for (const vendor of VENDORS) {
      say(vendor, "free room tomorrow 3pm 1h");
      await answered(vendor, /Free: /);
      say(vendor, "1");
      await answered(vendor, /Booked: /);
    }
    expect(sandbox.world.meetings()).toHaveLength(2);

    const [, address] = await bot.says(/"address":"([^"]+)"/);
    const status = async (path: string) => (await fetch(`http://${address}${path}`)).status;
    expect(await status("/healthz")).toBe(200);
    expect(await status("/readyz")).toBe(200);
    for (const path of [
      "/",
      "/?token=x",
      "/web/main.js",
      "/api/office",
      "/api/events",
      "/v1.0/oauth2/accessToken",
    ])
      expect(await status(path)).toBe(404);

    bot.signal("SIGTERM");
    expect(await bot.exit).toEqual({ code: 0, signal: null });
    for (const line of bot.stdout.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("level");
    for (const { app } of [sandbox.dingtalk, sandbox.feishu])
      expect(bot.stdout + bot.stderr).not.toContain(app.secret);
    expect(bot.stdout).not.toMatch(/sandbox/);
  });

  it(
    "answers once after it was killed in the middle of an answer, and ends in time in the middle of one",
    async () => {
      const first = startBot();
      await isConnected();
      await askInVain("free room tomorrow 3pm 1h");
      first.signalAll("SIGKILL");
      expect((await first.exit).signal).toBe("SIGKILL");
      for (const vendor of VENDORS) expect(answers(vendor)).toEqual([]);

      const second = startBot();
      for (const vendor of VENDORS) await answered(vendor, /Free: .*15:00–16:00/, TAKEN_UP_MS);
      for (const [at, vendor] of VENDORS.entries()) {
        say(vendor, String(at + 1));
        await answered(vendor, /Booked: /);
        expect(answers(vendor)).toHaveLength(2);
      }
      expect(sandbox.world.meetings()).toHaveLength(2);

      await askInVain("free room the day after tomorrow 3pm 1h");
      const toldAtMs = performance.now();
      second.signal("SIGTERM");
      expect(await second.exit).toEqual({ code: 0, signal: null });
      expect(performance.now() - toldAtMs).toBeLessThan(10_000);
      await second.isGone();
    },
    TAKEN_UP_MS + 30_000,
  );
});
