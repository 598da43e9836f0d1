import { describe, expect, it, vi } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { noRedis, startRedis, useRedis } from "../helpers/redis.ts";
import { type Child, freeroom, freshFolder } from "./child.ts";
import { openCompany } from "./load/company.ts";

const VENDORS = ["dingtalk", "feishu"] as const;
const ROOMS = 5;

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

  it("read a room's busy times once between them, and offer none that the other has booked", {
    timeout: 60_000,
  }, async ({ expect, onTestFinished }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const company = await openCompany({
      instances: 2,
      storageUrl: redis.url,
      colleagues: 12,
      rooms: ROOMS,
      whenFinished: onTestFinished,
    });
    const { sandbox, bots } = company;
    const people = Array.from({ length: 12 }, (_, at) => `colleague-${at + 1}`);
    const askAll = async (keys: readonly string[], text: string, wanted: RegExp) => {
      const before = new Map(
        VENDORS.flatMap((vendor) =>
          keys.map((key) => [`${vendor} ${key}`, company.heard(vendor, key).length] as const),
        ),
      );
      for (const vendor of VENDORS) for (const key of keys) company.say(vendor, key, text);
      await vi.waitFor(() => {
        for (const vendor of VENDORS)
          for (const key of keys) {
            const heard = company.heard(vendor, key);
            expect(heard.length, `${vendor} ${key}`).toBeGreaterThan(before.get(`${vendor} ${key}`) ?? 0);
            expect(heard.at(-1)?.text ?? "nothing", `${vendor} ${key}`).toMatch(wanted);
          }
      }, 25_000);
    };
    await askAll(people.slice(0, 1), "free room tomorrow 10am 1h", /Free: /);
    await askAll(people.slice(1), "free room tomorrow 10am 1h", /Free: /);
    for (const bot of bots) expect(bot.stdout, "each answers some").toMatch(/"answered"/);
    const asked = (api: string) => sandbox.trace.calls().filter((call) => call.api === api).length;
    // DingTalk tells of five rooms a call, Feishu of one.
    expect(asked("calendar.rooms.schedules")).toBe(1);
    expect(asked("calendar.freebusy.list")).toBe(ROOMS);

    const book = (vendor: (typeof VENDORS)[number], room: string) =>
      company.say(vendor, "colleague-1", `book ${room} tomorrow 10am 1h`);
    book("dingtalk", "Room 001");
    book("feishu", "Room 002");
    await vi.waitFor(() => {
      for (const vendor of VENDORS)
        expect(company.heard(vendor, "colleague-1").at(-1)?.text, vendor).toMatch(/^Booked: /);
    }, 25_000);
    await askAll(people.slice(1), "any room tomorrow 10am 1h", /Free: /);
    for (const key of people.slice(1)) {
      expect(company.heard("dingtalk", key).at(-1)?.text, key).not.toContain("Room 001");
      expect(company.heard("feishu", key).at(-1)?.text, key).not.toContain("Room 002");
    }
  });
});
