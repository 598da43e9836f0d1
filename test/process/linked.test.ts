import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, type TestContext, vi } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { type ChatLine, directChatKey } from "../../src/sandbox/sandbox.ts";
import { openStorage } from "../../src/storage/open.ts";
import { noRedis, useRedis } from "../helpers/redis.ts";
import { type Child, freeroom, freshFolder } from "./child.ts";
import { startRecordingProxy } from "./recording-proxy.ts";

const EMMA = directChatKey("emma");

/** The imitated Feishu and bots of their own processes, all ended with the test. */
async function openFeishu(test: TestContext) {
  const sandbox = await startSandbox({ seed: 7, roomAnswerMs: [10, 40], meetings: "none" });
  const proxy = await startRecordingProxy(sandbox.feishu.base);
  const bots: Child[] = [];
  test.onTestFinished(async () => {
    for (const bot of bots) bot.signalAll("SIGKILL");
    await Promise.all(bots.map((bot) => bot.exit));
    await proxy.close();
    await sandbox.close();
  });
  const folder = freshFolder(test.onTestFinished);
  return {
    sandbox,
    proxy,
    folder,
    async startBot(env: Record<string, string>): Promise<Child> {
      const { app } = sandbox.feishu;
      const bot = freeroom(
        ["start"],
        {
          FEISHU_APP_ID: app.id,
          FEISHU_APP_SECRET: app.secret,
          FEISHU_DOMAIN: proxy.base,
          FEISHU_ACCOUNTS_DOMAIN: proxy.base,
          HTTP_PORT: "0",
          ...env,
        },
        folder,
      );
      bots.push(bot);
      await bot.says(/Connected to Feishu/);
      return bot;
    },
  };
}

const PROGRESS = /^(Booking|Searching) .*…/;

/** What the bot said in a chat, each message once and in its last version. */
const heard = ({ feishu }: Sandbox, chatKey: string): ChatLine[] => {
  const lines = feishu.lines.filter((line) => line.from === "bot" && line.chatKey === chatKey);
  return [...new Map(lines.map((line) => [line.id, line])).values()].filter(
    ({ text }) => !PROGRESS.test(text.trim()),
  );
};

/** Says something, and resolves with what is answered next in that chat. */
async function ask(sandbox: Sandbox, text: string, chatKey = EMMA): Promise<ChatLine> {
  const before = heard(sandbox, chatKey).length;
  sandbox.feishu.say("emma", chatKey, text, { mentionsBot: chatKey !== EMMA });
  return next(sandbox, chatKey, before);
}

const next = (sandbox: Sandbox, chatKey: string, before: number): Promise<ChatLine> =>
  vi.waitFor(
    () => {
      const line = heard(sandbox, chatKey)[before];
      if (!line) throw new Error(`no answer in ${chatKey}`);
      return line;
    },
    { timeout: 20_000, interval: 20 },
  );

async function link(sandbox: Sandbox): Promise<void> {
  const page = (await ask(sandbox, "link")).links?.[0]?.url ?? "";
  const before = heard(sandbox, EMMA).length;
  sandbox.feishu.answerLink("emma", page, "approved");
  expect((await next(sandbox, EMMA, before)).text).toMatch(/Your account is linked/);
}

/** Refusals of a token that are not the device flow's own "not yet". */
const badTokens = ({ trace }: Sandbox) =>
  trace.calls({ api: "oauth.token" }).flatMap(({ code }) => (code && /^\d+$/.test(code) ? [code] : []));

describe.concurrent("a bot with linked Feishu accounts, in processes of its own", () => {
  it("lets no token out: not into its output, whatever happens to be logged, and not into its storage", {
    timeout: 60_000,
  }, async (test) => {
    const { sandbox, proxy, folder, startBot } = await openFeishu(test);
    const { faults, feishu } = sandbox;
    const file = join(folder, "freeroom.db");
    const bot = await startBot({ LOG_LEVEL: "trace", STORAGE_URL: `file:${file}` });
    await link(sandbox);
    const begin = "free room tomorrow 3pm 1h";
    await ask(sandbox, begin);
    expect((await ask(sandbox, "1")).text).toMatch(/^Booked: /);
    // Everything that goes wrong is logged: each of these with the token, or the secret, in its request.
    for (const [api, kind] of [
      ["calendar.events.instance_view", "expired-token"],
      ["calendar.events.instance_view", "server-error"],
      ["calendar.events.create", "garbage"],
      ["calendar.attendees.create", "lost-answer"],
      ["oauth.token", "server-error"],
      ["oauth.revoke", "lost-answer"],
    ] as const) {
      faults.add({ vendor: "feishu", api, kind, times: 2 });
      await ask(sandbox, "my bookings");
      await ask(sandbox, "free room tomorrow 5pm 1h");
      await ask(sandbox, "1");
      faults.clear();
    }
    await ask(sandbox, "link");
    await ask(sandbox, "unlink");
    await link(sandbox);
    feishu.withdrawLink("emma");
    await ask(sandbox, begin);
    await ask(sandbox, "1");
    bot.signal("SIGTERM");
    await bot.exit;

    const secrets = proxy.valuesOf(["access_token", "refresh_token", "device_code", "tenant_access_token"]);
    expect(secrets.length).toBeGreaterThan(8);
    const output = bot.stdout + bot.stderr;
    expect(output.length).toBeGreaterThan(1_000);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.map(({ name }) => name)).toContain("freeroom.db");
    const stored = files.map((one) => readFileSync(join(one.parentPath, one.name), "latin1")).join("\n");
    for (const secret of [...new Set(secrets), feishu.app.secret]) {
      // Not even a piece: what is cut off is as good to somebody who has the rest.
      const piece = secret.slice(-40);
      expect(output.includes(piece), "in the output").toBe(false);
      expect(stored.includes(piece), "in the storage").toBe(false);
    }
  });

  it("says that linking is switched off, and nothing else of it", { timeout: 30_000 }, async (test) => {
    const { sandbox, startBot, folder } = await openFeishu(test);
    await startBot({ FEISHU_USER_LINK: "off", STORAGE_URL: `file:${join(folder, "freeroom.db")}` });
    expect((await ask(sandbox, "link")).text).toMatch(/administrator has switched linking off/);
    expect((await ask(sandbox, "free room tomorrow 3pm 1h")).text).not.toMatch(/link/i);
    expect((await ask(sandbox, "1")).text).toMatch(/^Booked: (?![\s\S]*link)/i);
    expect((await ask(sandbox, "book 青海湖 tomorrow 3pm 1h")).text).not.toMatch(/link/i);
    expect((await ask(sandbox, "help")).text).not.toMatch(/link/i);
    expect(sandbox.trace.calls({ api: "oauth.device_authorization" })).toEqual([]);
    expect(readdirSync(folder)).not.toContain("freeroom.db.key");
  });

  describe.skipIf(noRedis)(`two on one Redis${noRedis ? ` (${noRedis})` : ""}`, () => {
    const { url } = useRedis();

    it("never burn a refresh token between them", { timeout: 90_000 }, async (test) => {
      const { sandbox, startBot } = await openFeishu(test);
      const env = { STORAGE_URL: url(), TOKEN_KEY: Buffer.alloc(32, 7).toString("base64") };
      const bots = await Promise.all([startBot(env), startBot(env)]);
      await link(sandbox);
      const groups = sandbox.world.office.chats
        .filter(({ kind, memberKeys }) => kind === "group" && memberKeys.includes("emma"))
        .map(({ key }) => key);
      const rounds = 12;
      const renewals = () => sandbox.trace.calls({ api: "oauth.token" }).length;
      const before = renewals();
      for (let round = 0; round < rounds; round += 1) {
        // The token is not taken any more, whoever uses it: both find that out at once, each in other chats.
        sandbox.faults.add({
          vendor: "feishu",
          api: "calendar.events.instance_view",
          kind: "expired-token",
          times: 1,
        });
        const answers = await Promise.all([EMMA, ...groups].map((chat) => ask(sandbox, "my bookings", chat)));
        for (const { text } of answers) expect(text).toMatch(/no coming booking/);
      }
      expect(badTokens(sandbox)).toEqual([]);
      expect(renewals() - before).toBe(rounds);
      for (const { stdout } of bots) expect(stdout).toContain('"answered"');
      await ask(sandbox, "free room tomorrow 3pm 1h");
      expect((await ask(sandbox, "1")).text).toMatch(/^Booked: /);
      expect(sandbox.world.meetings()).toMatchObject([{ organiserKey: "emma" }]);
    });
  });

  it("is given back, and everything of the person removed, by `freeroom forget`", {
    timeout: 60_000,
  }, async (test) => {
    const { sandbox, proxy, folder, startBot } = await openFeishu(test);
    const storageUrl = `file:${join(folder, "freeroom.db")}`;
    const bot = await startBot({ STORAGE_URL: storageUrl });
    await link(sandbox);
    await ask(sandbox, "free room tomorrow 3pm 1h");
    expect((await ask(sandbox, "1")).text).toMatch(/^Booked: /);
    bot.signal("SIGTERM");
    await bot.exit;

    const { feishu } = sandbox.world.office.colleagues.find(({ key }) => key === "emma") ?? {};
    const openId = feishu?.openId ?? "";
    const { app } = sandbox.feishu;
    const env = {
      FEISHU_APP_ID: app.id,
      FEISHU_APP_SECRET: app.secret,
      FEISHU_DOMAIN: proxy.base,
      FEISHU_ACCOUNTS_DOMAIN: proxy.base,
      STORAGE_URL: storageUrl,
    };
    const forget = freeroom(["forget", openId], env, folder);
    expect(await forget.exit, forget.stderr).toEqual({ code: 0, signal: null });
    expect(forget.stdout).toMatch(/^Removed \d+ stored entries\. Unlinked the account on feishu\./);
    expect(sandbox.trace.calls({ api: "oauth.revoke" })).toHaveLength(1);

    const storage = await openStorage(storageUrl, { clock: systemClock, logger: silentLogger });
    const left = (await storage.list("")).filter((entry) => JSON.stringify(entry).includes(openId));
    await storage.close();
    expect(left).toEqual([]);
    // What is on the calendar is the person's own.
    expect(sandbox.world.meetings()).toHaveLength(1);

    const nobody = freeroom(["forget"], env, folder);
    expect((await nobody.exit).code).toBe(2);
  });
});
