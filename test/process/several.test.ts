import { describe, expect, it, vi } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { noRedis, useRedis } from "../helpers/redis.ts";
import { type Child, freeroom, freshFolder } from "./child.ts";

const VENDORS = ["dingtalk", "feishu"] as const;

describe.skipIf(noRedis)(`two instances on one Redis${noRedis ? ` (${noRedis})` : ""}`, () => {
  const { url } = useRedis();

  it("answer each message once between them", {
    timeout: 60_000,
  }, async (test) => {
    const sandbox = await startSandbox({ seed: 7, roomAnswerMs: [10, 40], meetings: "none" });
    const bots: Child[] = [];
    test.onTestFinished(async () => {
      for (const bot of bots) bot.signalAll("SIGKILL");
      await Promise.all(bots.map((bot) => bot.exit));
      await sandbox.close();
    });
    const folder = freshFolder(test.onTestFinished);
    const { dingtalk, feishu } = sandbox;
    for (const _ of [1, 2]) {
      bots.push(
        freeroom(
          ["start"],
          {
            DINGTALK_CLIENT_ID: dingtalk.app.id,
            DINGTALK_CLIENT_SECRET: dingtalk.app.secret,
            DINGTALK_API_BASE: dingtalk.base,
            DINGTALK_OAPI_BASE: dingtalk.base,
            FEISHU_APP_ID: feishu.app.id,
            FEISHU_APP_SECRET: feishu.app.secret,
            FEISHU_DOMAIN: feishu.base,
            STORAGE_URL: url(),
            TOKEN_KEY: Buffer.alloc(32, 7).toString("base64"),
            HTTP_PORT: "0",
          },
          folder,
        ),
      );
    }
    for (const bot of bots) {
      await bot.says(/Connected to DingTalk/);
      await bot.says(/Connected to Feishu/);
    }
    const colleagues = sandbox.world.office.colleagues.slice(0, 12).map(({ key }) => key);
    const heard = (vendor: (typeof VENDORS)[number], key: string) => [
      ...new Map(
        sandbox[vendor].lines
          .filter((line) => line.from === "bot" && line.chatKey === directChatKey(key))
          .map((line) => [line.id, line.text]),
      ).values(),
    ];
    // Each message comes twice, and each copy to either of the instances.
    const sayAll = (text: string) => {
      for (const vendor of VENDORS)
        for (const key of colleagues) sandbox[vendor].say(key, directChatKey(key), text, { copies: 2 });
    };
    const allHeard = (pattern: RegExp, count: number) =>
      vi.waitFor(() => {
        for (const vendor of VENDORS)
          for (const key of colleagues) {
            const lines = heard(vendor, key);
            expect(lines.at(-1) ?? "", `${vendor} ${key}`).toMatch(pattern);
            expect(lines, `${vendor} ${key}`).toHaveLength(count);
          }
      }, 25_000);
    sayAll("free room tomorrow 3pm 1h");
    await allHeard(/Free: /, 1);
    sayAll("help");
    await allHeard(/./, 2);
    sayAll("mine");
    await allHeard(/./, 3);
    // What is said is heard a moment before it is noted.
    const answering = () => bots.map((bot) => (bot.stdout.match(/"answered"/g) ?? []).length);
    const sum = () => answering().reduce((a, b) => a + b, 0);
    await expect.poll(sum, { timeout: 5_000 }).toBe(3 * 2 * colleagues.length);
    for (const count of answering()) expect(count).toBeGreaterThan(0);
  });
});
