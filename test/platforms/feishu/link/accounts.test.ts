import { randomBytes } from "node:crypto";
import { Client, LoggerLevel } from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Logger } from "../../../../src/core/logger.ts";
import { createHttp } from "../../../../src/platforms/feishu/http.ts";
import { feishuLimits } from "../../../../src/platforms/feishu/limits.ts";
import { createAccounts } from "../../../../src/platforms/feishu/link/accounts.ts";
import { Links } from "../../../../src/platforms/feishu/link/links.ts";
import { createOAuth } from "../../../../src/platforms/feishu/link/oauth.ts";
import { USER_SCOPES } from "../../../../src/platforms/feishu/link/scopes.ts";
import { createUserTokens } from "../../../../src/platforms/feishu/link/user-tokens.ts";
import { createCallQueue } from "../../../../src/queue/bottleneck-queue.ts";
import { createMemoryStorage } from "../../../../src/storage/memory.ts";
import { createSeal } from "../../../../src/storage/seal.ts";
import { HOUR, openId, type Started, startTiny } from "../../../sandbox/feishu/tiny.ts";

let feishu: Started;
let log: string[];
beforeEach(async () => {
  feishu = await startTiny();
  log = [];
});
afterEach(() => feishu.close());

const noting = (): Logger => {
  const note = (message: string, fields?: object) => void log.push(JSON.stringify([message, fields]));
  const logger: Logger = { debug: note, info: note, warn: note, error: note, with: () => logger };
  return logger;
};

/** The linking part of the platform against the imitated Feishu; `secret` is what the app believes its own to be. */
function setUp(secret = feishu.vendor.app.secret) {
  const { base, app } = feishu.vendor;
  const { clock } = feishu.ground;
  const logger = noting();
  const storage = createMemoryStorage(clock);
  const queue = createCallQueue({ limits: feishuLimits({ qps: 50, qpm: 1000 }), logger });
  const seal = createSeal(randomBytes(32));
  const links = new Links(storage, seal, clock);
  const oauth = createOAuth({
    appId: app.id,
    appSecret: secret,
    accountsBase: base,
    scopes: Object.keys(USER_SCOPES),
    timeoutMs: 5_000,
    queue,
  });
  const sdk = new Client({
    appId: app.id,
    appSecret: secret,
    domain: base,
    httpInstance: createHttp(5_000),
    loggerLevel: LoggerLevel.error,
    disableTokenCache: true,
  });
  const over: string[] = [];
  const onOver = async (personId: string) => void over.push(personId);
  const tokens = createUserTokens({ links, oauth, storage, clock, logger, onOver });
  const accounts = createAccounts({ sdk, oauth, links, userTokens: tokens, seal, queue, clock, logger });
  return { accounts, tokens, storage, clock, oauth, over };
}

const ann = openId("ann");

describe("linking a colleague's Feishu account", () => {
  it("waits until the colleague agrees, and then acts in that name", async () => {
    const { accounts, tokens, storage } = setUp();
    const invitation = await accounts.invite(ann);
    expect(invitation).toMatchObject({ lookEveryMs: 5_000, url: expect.stringContaining("user_code=") });
    expect(invitation.expiresAtMs).toBeGreaterThan(feishu.ground.clock.now() + 200_000);
    expect(await accounts.look(ann, invitation.attempt)).toBe("pending");
    expect(await accounts.isLinked(ann)).toBe(false);
    feishu.vendor.answerLink("ann", invitation.url, "approved");
    feishu.ground.clock.advance(5_000);
    expect(await accounts.look(ann, invitation.attempt)).toBe("linked");
    expect(await accounts.isLinked(ann)).toBe(true);
    const token = await tokens.of(ann);
    expect(token).toMatch(/^eyJ/);
    expect(JSON.stringify(await storage.list(""))).not.toContain(token);
    expect(log.join("\n")).not.toContain(token);
  });

  it("slows down where it is told to", async () => {
    const { accounts } = setUp();
    const { attempt } = await accounts.invite(ann);
    expect(await accounts.look(ann, attempt)).toBe("pending");
    expect(await accounts.look(ann, attempt)).toBe("slow-down");
  });

  it("ends where the colleague does not agree, and where nobody answers", async () => {
    const { accounts, clock } = setUp();
    const no = await accounts.invite(ann);
    feishu.vendor.answerLink("ann", no.url, "denied");
    expect(await accounts.look(ann, no.attempt)).toBe("denied");
    const silence = await accounts.invite(ann);
    clock.advance(HOUR);
    expect(await accounts.look(ann, silence.attempt)).toBe("expired");
    expect(await accounts.isLinked(ann)).toBe(false);
  });

  it("keeps nothing of what somebody else agreed to, and gives it back", async () => {
    const { accounts, storage } = setUp();
    const { url, attempt } = await accounts.invite(ann);
    feishu.vendor.answerLink("bo", url, "approved");
    expect(await accounts.look(ann, attempt)).toBe("other-person");
    expect(await accounts.isLinked(ann)).toBe(false);
    expect(await accounts.isLinked(openId("bo"))).toBe(false);
    expect(await storage.list("link")).toEqual([]);
    expect(feishu.ground.trace.calls({ api: "oauth.revoke" })).toHaveLength(1);
  });

  it.each(["offline_access", "calendar:calendar.event:update"])(
    "keeps nothing where the app was not given %s for colleagues, and names it to the administrator",
    async (scope) => {
      const { accounts, storage } = setUp();
      feishu.vendor.switches.withheldScopes.add(scope);
      const { url, attempt } = await accounts.invite(ann);
      feishu.vendor.answerLink("ann", url, "approved");
      expect(await accounts.look(ann, attempt)).toBe("incomplete");
      expect(await storage.list("link")).toEqual([]);
      expect(feishu.ground.trace.calls({ api: "oauth.revoke" })).toHaveLength(1);
      expect(log.join("\n")).toContain(scope);
    },
  );

  it("takes nobody's attempt for another's", async () => {
    const { accounts } = setUp();
    const { url, attempt } = await accounts.invite(ann);
    feishu.vendor.answerLink("bo", url, "approved");
    expect(await accounts.look(openId("bo"), attempt)).toBe("expired");
    expect(await accounts.look(ann, "nonsense")).toBe("expired");
  });

  it("renews the token for months, and gives it back when the colleague unlinks", async () => {
    const { accounts, tokens, clock } = setUp();
    const { url, attempt } = await accounts.invite(ann);
    feishu.vendor.answerLink("ann", url, "approved");
    await accounts.look(ann, attempt);
    const seen = new Set<string | undefined>();
    for (let day = 0; day < 60; day += 1) {
      clock.advance(24 * HOUR);
      seen.add(await tokens.of(ann));
    }
    expect(seen.size).toBe(60);
    expect(seen).not.toContain(undefined);
    expect(await accounts.unlink(ann)).toBe(true);
    expect(await accounts.unlink(ann)).toBe(false);
    expect(await tokens.of(ann)).toBeUndefined();
  });

  it("stays linked although nobody uses the link, until the year is over, which is said once", async () => {
    const { accounts, clock } = setUp();
    const { url, attempt } = await accounts.invite(ann);
    feishu.vendor.answerLink("ann", url, "approved");
    await accounts.look(ann, attempt);
    for (let day = 0; day < 364; day += 1) {
      clock.advance(24 * HOUR);
      await accounts.keepAlive();
    }
    expect(await accounts.isLinked(ann)).toBe(true);
    // Once in three days or so is enough.
    expect(feishu.ground.trace.calls({ api: "oauth.token" }).length).toBeLessThan(150);
    clock.advance(24 * HOUR);
    await accounts.keepAlive();
    expect(await accounts.isLinked(ann)).toBe(false);
    expect(await accounts.hasEnded(ann)).toBe(true);
    expect(await accounts.hasEnded(ann)).toBe(false);
  });

  it("notices that the authorisation was taken back elsewhere", async () => {
    const { accounts, tokens, clock, oauth, over } = setUp();
    const { url, attempt } = await accounts.invite(ann);
    feishu.vendor.answerLink("ann", url, "approved");
    await accounts.look(ann, attempt);
    const token = await tokens.of(ann);
    await oauth.revoke(token ?? "");
    clock.advance(2 * HOUR);
    expect(await tokens.of(ann)).toBeUndefined();
    expect(over).toEqual([ann]);
  });

  it("says in words what the app is not allowed to, and no secret", async () => {
    const { accounts } = setUp("wrong-secret");
    const error = await accounts.invite(ann).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ kind: "unauthorised", hint: expect.stringContaining("FEISHU_APP_SECRET") });
    expect(JSON.stringify(error) + String(error)).not.toContain("wrong-secret");
  });
});
