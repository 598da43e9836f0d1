import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { describe, it, type TestContext, vi } from "vitest";
import { noRedis, type OwnRedis, startRedis } from "../helpers/redis.ts";
import { type Company, openCompany, VENDORS, type VendorName } from "./load/company.ts";

/** How Redis is taken away from a bot at work, and given back. */
interface Outage {
  readonly name: string;
  begin(redis: OwnRedis, admin: Redis): Promise<void> | void;
  end(redis: OwnRedis, admin: Redis): Promise<OwnRedis> | OwnRedis;
  /** What the log says of it. */
  readonly log: RegExp;
  /** What somebody hears who asks for what is booked. */
  readonly mine: RegExp;
  /** What somebody sees at once who presses a button of an earlier list. */
  readonly pressed: RegExp;
  /** What `/readyz` says of the vendors' limits. */
  readonly limits: RegExp;
}

const OUTAGES: readonly Outage[] = [
  {
    name: "killed",
    begin: (redis) => redis.kill(),
    end: (redis) => redis.again(),
    log: /redis does not answer/,
    mine: /cannot book or change anything right now/,
    pressed: /现在没法预订或改动/,
    limits: /"limits":"own share"/,
  },
  {
    name: "hanging",
    begin: (redis) => void redis.process.kill("SIGSTOP"),
    end: (redis) => {
      redis.process.kill("SIGCONT");
      return redis;
    },
    log: /redis does not answer/,
    mine: /cannot book or change anything right now/,
    pressed: /现在没法预订或改动/,
    limits: /"limits":"own share"/,
  },
  {
    name: "full",
    begin: async (_redis, admin) => void (await admin.config("SET", "maxmemory", "1")),
    end: async (redis, admin) => {
      await admin.config("SET", "maxmemory", "0");
      return redis;
    },
    log: /OOM/,
    mine: /no coming booking/,
    pressed: /./,
    limits: /"limits":/,
  },
];

/** Two instances that answer, and people who have spoken to them before. */
async function openOffice({ expect, onTestFinished }: TestContext) {
  const redis = await startRedis(["--appendonly", "yes", "--maxmemory-policy", "noeviction"]);
  let now = redis;
  onTestFinished(() => now.stop());
  const admin = new Redis(redis.url, { maxRetriesPerRequest: null });
  admin.on("error", () => {});
  onTestFinished(() => admin.disconnect());
  const company = await openCompany({
    instances: 2,
    storageUrl: redis.url,
    colleagues: 12,
    rooms: 30,
    whenFinished: onTestFinished,
  });
  const ready = async (): Promise<{ status: number; body: string }[]> =>
    Promise.all(
      company.bots.map(async (bot) => {
        const answer = await fetch(`${await company.addressOf(bot)}/readyz`);
        return { status: answer.status, body: await answer.text() };
      }),
    );
  /** Says it at both vendors, by so many colleagues, and resolves with the last words to each. */
  const ask = async (text: string, from: number, count: number, wanted: RegExp): Promise<void> => {
    const asked = VENDORS.flatMap((vendor) =>
      Array.from({ length: count }, (_, at) => ({ vendor, key: `colleague-${from + at}`, at })),
    );
    for (const { vendor, key, at } of asked)
      company.say(vendor, key, text.replace("#", roomOf(vendor, from + at)));
    await vi.waitFor(
      () => {
        for (const { vendor, key } of asked)
          expect(company.heard(vendor, key).at(-1)?.text ?? "nothing", `${vendor} ${key}`).toMatch(wanted);
      },
      { timeout: 45_000, interval: 200 },
    );
  };
  return {
    company,
    ask,
    ready,
    begin: (outage: Outage) => outage.begin(redis, admin),
    end: async (outage: Outage) => {
      now = await outage.end(redis, admin);
    },
  };
}

const roomOf = (vendor: VendorName, at: number): string =>
  `Room ${String(at + (vendor === "feishu" ? 15 : 0)).padStart(3, "0")}`;

const bookings = ({ sandbox }: Company) => sandbox.world.meetings().filter(({ isCancelled }) => !isCancelled);

describe
  .skipIf(noRedis)
  .concurrent(`two instances whose Redis goes away${noRedis ? ` (${noRedis})` : ""}`, () => {
    it.for(OUTAGES)(
      "$name: go on answering, book nothing, say so, and come back by themselves",
      { timeout: 120_000 },
      async (outage, test) => {
        const { expect } = test;
        const { company, ask, ready, begin, end } = await openOffice(test);
        await ask("book # tomorrow 3pm 1h", 1, 1, /^Booked: /);
        for (const { status } of await ready()) expect(status).toBe(200);

        await ask("free room tomorrow 10am 1h", 12, 1, /Free: /);
        const list = company.heard("feishu", "colleague-12").at(-1);

        await begin(outage);
        const beganMs = performance.now();
        await ask("free room tomorrow 10am 1h", 2, 4, /Free: /);
        await ask("book # tomorrow 3pm 1h", 6, 2, /cannot book or change anything right now/);
        const pressed = company.sandbox.feishu.press("colleague-12", list?.id ?? "", list?.buttons[0]?.value);
        expect(await pressed).toMatch(outage.pressed);
        await ask("mine", 8, 1, outage.mine);
        await ask("help", 9, 1, /./);
        for (const { status, body } of await ready()) {
          expect(status).toBe(503);
          expect(body).toMatch(/"storage":"not writable"/);
          expect(body).toMatch(outage.limits);
        }
        for (const bot of company.bots) expect(bot.stdout).toMatch(outage.log);
        const left = 10_000 - (performance.now() - beganMs);
        if (outage.name === "hanging" && left > 0) await pause(left);
        expect(bookings(company)).toHaveLength(2);

        await end(outage);
        await vi.waitFor(
          async () => {
            for (const { status } of await ready()) expect(status).toBe(200);
          },
          { timeout: 20_000, interval: 250 },
        );
        await ask("book # tomorrow 3pm 1h", 10, 2, /^Booked: /);
        await ask("mine", 1, 1, /Room/);
        expect(bookings(company), "nothing that was told not to be booked is booked afterwards").toHaveLength(
          6,
        );
        for (const bot of company.bots) expect(bot.stderr).toBe("");
      },
    );
  });
