import { describe, expect, it, vi } from "vitest";
import { onTrail, Trail } from "../../src/core/trail.ts";
import { createLogger } from "../../src/logger.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

/** A logger that keeps its lines. */
function recorder(secrets: readonly string[] = []) {
  const lines: string[] = [];
  const logger = createLogger("trace", secrets, { write: (line) => lines.push(line) });
  return { lines, logger };
}

describe("a line of the log", () => {
  it("carries the message's id once, whoever writes it", () => {
    const { lines, logger } = recorder();
    onTrail(new Trail("dingtalk:m1"), () =>
      logger.with({ message: "dingtalk:m1", a: 1 }).info("x", { b: 2 }),
    );
    logger.info("y");
    expect(lines[0]?.match(/"message"/g)).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", message: "dingtalk:m1", a: 1, b: 2 });
    expect(JSON.parse(lines[1] ?? "")).not.toHaveProperty("message");
  });

  it.each([
    ["the app's own secret", { error: "POST {s3cret-of+app} failed" }],
    ["the app's own secret, encoded", { error: "?appsecret=s3cret-of%2Bapp" }],
    ["a bearer token", { error: "Authorization: Bearer eyJhbGciOi.abc-def" }],
    ["a token in a query", { error: "GET https://oapi.dingtalk.com/x?access_token=eyJhbGciOi&y=1" }],
    ["a webhook", { error: "POST https://oapi.dingtalk.com/robot/sendBySession?session=eyJhbGciOi" }],
    ["a connection's key", { error: "wss://host/ws?access_key=eyJhbGciOi&ticket=eyJhbGciOi" }],
    ["a password in an address", { error: "redis://root:eyJhbGciOi@host:6379" }],
    [
      "a field that holds a secret by its name",
      { sent: { appSecret: "eyJhbGciOi", refresh_token: "eyJhbGciOi" } },
    ],
    ["what somebody wrote", { text: "eyJhbGciOi", heard: [{ content: "eyJhbGciOi" }], title: "eyJhbGciOi" }],
    ["an error's message", { cause: new Error("Bearer eyJhbGciOi") }],
    [
      "a header, however it is written",
      { headers: { Authorization: "eyJhbGciOi", "Set-Cookie": "eyJhbGciOi" } },
    ],
    ["a vendor's own header", { "x-acs-dingtalk-access-token": "eyJhbGciOi" }],
    ["a header in words", { error: "sent x-acs-dingtalk-access-token: eyJhbGciOi, and Cookie: eyJhbGciOi" }],
    [
      "a proxy's password",
      { error: "Proxy-Authorization: Basic dXNlcjpleUpoYkdjaU9pZXlKaGJHY2lPaQ== eyJ".slice(0, -4) },
    ],
    ["a body", { body: '{"accessToken":"eyJhbGciOi","expireIn":7200}' }],
    [
      "a body within a body",
      { data: JSON.stringify({ data: JSON.stringify({ refresh_token: "eyJhbGciOi" }) }) },
    ],
    ["a text in a body", { body: JSON.stringify({ text: { content: 'he said "eyJhbGciOi"' } }) }],
    ["a form", { body: "grant_type=x&client_secret=eyJhbGciOi&refresh_token=eyJhbGciOi" }],
    ["what opens an account", { deviceCode: "eyJhbGciOi", user_code: "eyJhbGciOi", tokenKey: "eyJhbGciOi" }],
    ["what an object says of itself", { heard: { toJSON: () => ({ token: "eyJhbGciOi" }), token: "x" } }],
    ["bytes", { sent: Buffer.from("eyJhbGciOi"), token: "x" }],
    [
      "the request in an HTTP client's error",
      {
        error: Object.assign(new Error("401 of https://h/x?access_token=eyJhbGciOi"), {
          config: { headers: { Authorization: "Bearer eyJhbGciOi" } },
          cause: new Error("eyJhbGciOi"),
        }),
      },
    ],
    ["a stack", { where: "at https://h/robot/sendBySession/eyJhbGciOi (file:1)" }],
  ])("does not hold %s", (_what, fields) => {
    const { lines, logger } = recorder(["s3cret-of+app"]);
    logger.warn("it failed", fields);
    expect(lines.join("")).not.toMatch(/eyJhbGciOi|s3cret/);
    expect(lines.join("")).toContain("[redacted]");
  });

  it("keeps what helps: codes, counts and ordinary words", () => {
    const { lines, logger } = recorder(["on"]);
    const fields = {
      code: "99991663",
      rooms: 5,
      error: "refused (1): come back on Monday",
      nested: { a: [null, true] },
    };
    logger.info("something went on", fields);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ ...fields, msg: "something went on" });
  });

  it("is not made slower by what is long and almost a secret", () => {
    const { logger, lines } = recorder(["s3cret-of+app"]);
    const units = [
      "://a:",
      "Bearer ",
      "?token=",
      "t-a.",
      "a_",
      "a-",
      '"token":"',
      '\\"token\\":\\"',
      "cookie:",
      "Basic ",
    ];
    const before = process.cpuUsage();
    for (const unit of units) logger.info("long", { error: unit.repeat(20_000) });
    const { user, system } = process.cpuUsage(before);
    expect(lines).toHaveLength(units.length);
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });
});

describe.concurrent.each(PLATFORMS)("the log of a conversation on %s", (vendor) => {
  it("follows each message by one id from hearing to answer, and says where the time went", {
    timeout: 60_000,
  }, async () => {
    const { lines, logger } = recorder();
    await inOffice({ platforms: [vendor], logger }, async (office) => {
      office.faults.add({ vendor, api: "*", kind: "slow", delayMs: 100, times: 3 });
      await office.at(vendor, "emma").say("free room tomorrow 3pm 1h for the SECRET-WORD people");
      await office.pass(0);
      const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const heard = all.find(({ msg }) => msg === "heard");
      const answered = all.find(({ msg }) => msg === "answered");
      expect(heard?.message).toMatch(new RegExp(`^${vendor}:`));
      expect(answered).toMatchObject({ message: heard?.message, intent: "find" });
      const { tookMs, vendorMs, queueMs, ownMs, calls } = answered as Record<string, number>;
      expect(Number(vendorMs) + Number(queueMs) + Number(ownMs)).toBe(tookMs);
      expect(vendorMs).toBeGreaterThanOrEqual(90);
      expect(calls).toBeGreaterThan(0);
      const { app } = office.sandbox[vendor];
      const said = lines.join("");
      for (const secret of ["SECRET-WORD", app.secret, "sendBySession"]) expect(said).not.toContain(secret);
    });
  });
});

describe.each(PLATFORMS)("the log on %s", (vendor) => {
  it("names nobody and quotes nobody, also where things go wrong", { timeout: 90_000 }, async () => {
    const { lines, logger } = recorder();
    await inOffice({ platforms: [vendor], logger, meetings: "none" }, async (office) => {
      const emma = office.at(vendor, "emma");
      const kenji = office.at(vendor, "kenji", "platform-team");
      await emma.say("free room tomorrow 3pm 1h called SECRET-TITLE");
      await emma.say("1");
      await kenji.say("free room tomorrow 3pm 1h with @oliver", { mentionKeys: ["oliver"] });
      await kenji.say("1");
      for (const kind of ["server-error", "garbage", "lost-answer", "throttle"] as const) {
        office.faults.add({ vendor, api: "*", kind, times: 2 });
        emma.mutter("my bookings");
        emma.mutter("free room on friday 4pm 1h with SECRET-NAME");
        const heard = 2 + lines.filter((line) => line.includes('"msg":"heard"')).length;
        await vi.waitFor(async () => {
          expect(lines.filter((line) => line.includes('"msg":"heard"')).length).toBe(heard);
          expect(await office.storage.list("inbox:open:")).toEqual([]);
        }, 20_000);
      }
      const { colleagues, chats } = office.world.office;
      const names = [
        ...["SECRET-TITLE", "SECRET-NAME"],
        ...colleagues.flatMap((one) => [one.name, ...Object.values(one[vendor])]),
        ...chats.flatMap(({ dingtalk, feishu }) => [dingtalk.conversationId, feishu.chatId]),
      ];
      const said = lines.join("");
      expect(lines.length).toBeGreaterThan(20);
      expect(names.filter((name) => said.includes(name))).toEqual([]);
    });
  });
});
