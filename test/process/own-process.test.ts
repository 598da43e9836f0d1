import { join } from "node:path";
import { describe, expect, it, type TestContext, vi } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { type ChatLine, directChatKey } from "../../src/sandbox/sandbox.ts";
import { type Child, freeroom, freshFolder } from "./child.ts";

const VENDORS = ["dingtalk", "feishu"] as const;
type VendorName = (typeof VENDORS)[number];
const BUSY_TIMES = { dingtalk: "calendar.rooms.schedules", feishu: "calendar.freebusy.list" } as const;

/** Leases last 15 s at most, and what is left is taken up within 30 s of their end. */
const TAKEN_UP_MS = 45_000;

/** The platforms in this process, and a folder in which one bot after the other keeps its storage. */
async function openOffice({ onTestFinished }: TestContext) {
  const sandbox = await startSandbox({ seed: 7, roomAnswerMs: [10, 40], meetings: "none" });
  const folder = freshFolder(onTestFinished);
  const bots: Child[] = [];
  onTestFinished(async () => {
    for (const bot of bots) bot.signalAll("SIGKILL");
    await Promise.all(bots.map((bot) => bot.exit));
    await sandbox.close();
  });

  /** The bot in a process of its own: only the environment tells it where the platforms are. */
  const startBot = async (): Promise<Child> => {
    const { dingtalk, feishu } = sandbox;
    const bot = freeroom(
      ["start"],
      {
        DINGTALK_CLIENT_ID: dingtalk.app.id,
        DINGTALK_CLIENT_SECRET: dingtalk.app.secret,
        DINGTALK_API_BASE: dingtalk.base,
        DINGTALK_OAPI_BASE: dingtalk.base,
        FEISHU_APP_ID: feishu.app.id,
        FEISHU_APP_SECRET: feishu.app.secret,
        FEISHU_DOMAIN: feishu.base,
        STORAGE_URL: `file:${join(folder, "freeroom.db")}`,
        HTTP_PORT: "0",
      },
      folder,
    );
    bots.push(bot);
    await bot.says(/Connected to DingTalk/);
    await bot.says(/Connected to Feishu/);
    return bot;
  };
  /** What the bot said to Emma, each message once and in its last version. */
  const answers = (vendor: VendorName): ChatLine[] => [
    ...new Map(
      sandbox[vendor].lines
        .filter((line) => line.from === "bot" && line.chatKey === directChatKey("emma"))
        .map((line) => [line.id, line]),
    ).values(),
  ];
  const say = (vendor: VendorName, text: string) => sandbox[vendor].say("emma", directChatKey("emma"), text);
  const answered = (vendor: VendorName, pattern: RegExp, timeoutMs = 10_000): Promise<void> =>
    vi.waitFor(
      () => expect(answers(vendor).at(-1)?.text ?? "", bots.at(-1)?.stdout).toMatch(pattern),
      timeoutMs,
    );
  /** Asks on both platforms, and resolves while the answers are under way: one room's times do not come. */
  const askInVain = async (text: string): Promise<void> => {
    for (const vendor of VENDORS) {
      sandbox.faults.add({ vendor, api: BUSY_TIMES[vendor], kind: "slow", delayMs: 60_000, times: 1 });
      say(vendor, text);
    }
    await vi.waitFor(() => expect(sandbox.faults.list()).toEqual([]), 10_000);
  };
  return { sandbox, startBot, answers, say, answered, askInVain };
}

describe.concurrent("the bot as a process of its own, told by the environment alone where the platforms are", () => {
  it("converses on both platforms, and serves nothing of the sandbox", { timeout: 30_000 }, async (test) => {
    const { sandbox, startBot, say, answered } = await openOffice(test);
    const bot = await startBot();
    for (const [at, vendor] of VENDORS.entries()) {
      say(vendor, "free room tomorrow 3pm 1h");
      await answered(vendor, /Free: /);
      say(vendor, String(at + 1));
      await answered(vendor, /Booked: /);
    }
    expect(sandbox.world.meetings()).toHaveLength(2);

    const [, address] = await bot.says(/"address":"([^"]+)"/);
    const status = async (path: string) => (await fetch(`http://${address}${path}`)).status;
    expect(await status("/healthz")).toBe(200);
    expect(await status("/readyz")).toBe(200);
    const ofTheSandbox = ["/", "/?token=x", "/web/main.js", "/api/office", "/v1.0/oauth2/accessToken"];
    for (const path of ofTheSandbox) expect(await status(path)).toBe(404);

    bot.signal("SIGTERM");
    expect(await bot.exit).toEqual({ code: 0, signal: null });
    await bot.isGone();
    for (const line of bot.stdout.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("level");
    for (const { app } of [sandbox.dingtalk, sandbox.feishu])
      expect(bot.stdout + bot.stderr).not.toContain(app.secret);
    expect(bot.stdout).not.toMatch(/sandbox/);
  });

  it("answers once, after a restart, what it was killed in the middle of", {
    timeout: 80_000,
  }, async (test) => {
    const { sandbox, startBot, answers, say, answered, askInVain } = await openOffice(test);
    const first = await startBot();
    await askInVain("free room tomorrow 3pm 1h");
    first.signalAll("SIGKILL");
    expect((await first.exit).signal).toBe("SIGKILL");
    for (const vendor of VENDORS) expect(answers(vendor)).toEqual([]);

    await startBot();
    for (const vendor of VENDORS) await answered(vendor, /Free: .*15:00–16:00/, TAKEN_UP_MS);
    for (const [at, vendor] of VENDORS.entries()) {
      say(vendor, String(at + 1));
      await answered(vendor, /Booked: /);
      expect(answers(vendor)).toHaveLength(2);
    }
    expect(sandbox.world.meetings()).toHaveLength(2);
  });

  it("ends within 10 s in the middle of answers that do not come about", {
    timeout: 30_000,
  }, async (test) => {
    const { startBot, askInVain } = await openOffice(test);
    const bot = await startBot();
    await askInVain("free room tomorrow 3pm 1h");
    const toldAtMs = performance.now();
    bot.signal("SIGTERM");
    expect(await bot.exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAtMs).toBeLessThan(10_000);
    await bot.isGone();
  });
});
