import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Child, clearAway, freeroom, ROOT } from "./child.ts";

afterEach(clearAway);

const PAGE = /http:\/\/127\.0\.0\.1:\d+\/\?token=\w+/;

describe("npm start without any credentials", () => {
  it("prints one URL, whose page needs its token, and ends cleanly when npm is told to stop", async () => {
    const npm = new Child("npm", ["start"], ROOT, { HTTP_PORT: "0" });
    const [url = ""] = await npm.says(PAGE);
    expect(npm.stdout).toMatch(/^freeroom sandbox: no credentials are set/m);
    expect(npm.stdout.match(/https?:\/\/\S+/g)).toEqual([url]);

    const { origin, searchParams } = new URL(url);
    const status = async (path: string) => (await fetch(`${origin}${path}`, { redirect: "manual" })).status;
    expect(await status("/")).toBe(403);
    expect(await status("/?token=guess")).toBe(403);
    expect(await status("/api/office")).toBe(403);
    expect(await status(`/?token=${searchParams.get("token")}`)).toBe(303);
    expect(await status("/healthz")).toBe(200);

    const toldAtMs = performance.now();
    npm.signal("SIGTERM");
    expect(await npm.exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - toldAtMs).toBeLessThan(10_000);
    await npm.isGone();
  });

  it("ends cleanly at Ctrl-C, where the terminal and npm both send the signal", async () => {
    const npm = new Child("npm", ["start"], ROOT, { HTTP_PORT: "0" });
    await npm.says(PAGE);
    npm.signalAll("SIGINT");
    await npm.exit;
    expect(npm.stdout).toContain('"msg":"stopped"');
    await npm.isGone();
  });

  it("ends cleanly when it is told to stop before it has started", async () => {
    const bot = freeroom(["start"], { HTTP_PORT: "0" });
    await bot.says(/^freeroom sandbox:/m);
    bot.signal("SIGTERM");
    expect(await bot.exit).toEqual({ code: 0, signal: null });
  });
});

describe("a wrong configuration", () => {
  it("ends the process with every bad variable named, without a stack trace or a secret", async () => {
    const bot = freeroom(["start"], {
      DINGTALK_CLIENT_SECRET: "s3cret-of-dingtalk",
      DINGTALK_QPS: "many",
      FEISHU_APP_ID: "cli_nonsense",
      FEISHU_APP_SECRET: "s3cret-of-feishu",
      TIME_ZONE: "Mars/Olympus",
      WORKING_HOURS: "9 to 5",
      WORKING_DAYS: "0-8",
      LANGUAGE: "fr",
      STORAGE_URL: "mongodb://root:s3cret-of-mongo@localhost",
      SANDBOX: "maybe",
      HTTP_PORT: "99999",
      LOG_LEVEL: "chatty",
      PERSON_DAILY_MESSAGES: "-1",
    });
    expect((await bot.exit).code).toBe(1);
    const named = bot.stderr.match(/^ {2}[A-Z_]+/gm)?.map((name) => name.trim());
    expect(named?.sort()).toEqual([
      "DINGTALK_CLIENT_ID",
      "DINGTALK_QPS",
      "FEISHU_APP_ID",
      "HTTP_PORT",
      "LANGUAGE",
      "LOG_LEVEL",
      "PERSON_DAILY_MESSAGES",
      "SANDBOX",
      "STORAGE_URL",
      "TIME_ZONE",
      "WORKING_DAYS",
      "WORKING_HOURS",
    ]);
    expect(bot.stdout + bot.stderr).not.toMatch(/s3cret|^\s+at /m);
  });

  it.each([
    ["half a pair", { FEISHU_APP_ID: "cli_0123456789abcdef" }, /FEISHU_APP_SECRET/],
    [
      "a store that cannot be had",
      { ...credentials(), STORAGE_URL: "file:/dev/null/freeroom.db" },
      /STORAGE_URL/,
    ],
    ["no platform in production", { NODE_ENV: "production" }, /DINGTALK_CLIENT_ID.*FEISHU_APP_ID/],
    ["a host that is not this machine's", { HTTP_HOST: "192.0.2.1", HTTP_PORT: "0" }, /HTTP_HOST/],
  ])("is told, and nothing is left running: %s", async (_what, env, expected) => {
    const bot = freeroom(["start"], env);
    expect((await bot.exit).code).toBe(1);
    expect(bot.stderr).toMatch(expected);
    expect(bot.stdout + bot.stderr).not.toMatch(/^\s+at /m);
    await bot.isGone();
  });

  it("is told where the port that was asked for is taken", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)),
    );
    try {
      const bot = freeroom(["start"], { HTTP_PORT: String(port) });
      expect((await bot.exit).code).toBe(1);
      expect(bot.stderr).toMatch(new RegExp(`HTTP_PORT.*127\\.0\\.0\\.1:${port}[\\s\\S]*Choose another`));
      expect(bot.stderr).not.toMatch(/^\s+at /m);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});

/** Of nobody: enough for the configuration to be whole. */
function credentials(): Record<string, string> {
  return {
    FEISHU_APP_ID: "cli_0123456789abcdef",
    FEISHU_APP_SECRET: "x",
    FEISHU_DOMAIN: "http://127.0.0.1:9",
  };
}

describe("the command line", () => {
  it("prints what it understands of a text as one line of JSON", async () => {
    const npx = new Child(
      "npx",
      ["--no-install", "freeroom", "parse", "free room 3pm 1h", "--now", "2026-03-11T10:07"],
      ROOT,
      {},
    );
    expect(await npx.exit).toEqual({ code: 0, signal: null });
    expect(npx.stdout.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(npx.stdout)).toMatchObject({
      intent: "find",
      start: "2026-03-11T15:00",
      end: "2026-03-11T16:00",
      durationMinutes: 60,
    });
  });

  it("says what there is for a command that is not", async () => {
    const wrong = freeroom(["strat"]);
    expect((await wrong.exit).code).toBe(2);
    expect(wrong.stderr).toMatch(/there is no command "strat"[\s\S]*freeroom start/);
  });
});
