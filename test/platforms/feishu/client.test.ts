import { describe, expect, it, vi } from "vitest";
import { isPlatformError } from "../../../src/core/errors.ts";
import { TIMINGS } from "../../../src/platforms/feishu/timings.ts";
import { APP, no, ok } from "./fake-feishu.ts";
import { openRig } from "./rig.ts";

const TOKEN = "POST /auth/v3/tenant_access_token/internal";
const ROOMS = "GET /vc/v1/rooms";
const EVENTS = "POST /calendar/v4/calendars/cal_bot/events";
const ASKER = { id: "ou_asker", name: "" };
const DRAFT = {
  title: "周会",
  organiser: ASKER,
  attendees: [],
  start: Date.parse("2026-03-12T15:00:00+08:00"),
  end: Date.parse("2026-03-12T16:00:00+08:00"),
  zone: "Asia/Shanghai",
};

async function openOffice(timings = {}) {
  const rig = await openRig(timings);
  rig.feishu.on(ROOMS, () => ok({ rooms: [], has_more: false }));
  rig.feishu.on("POST /calendar/v4/calendars/primary", () =>
    ok({ calendars: [{ calendar: { calendar_id: "cal_bot" } }] }),
  );
  return rig;
}

describe("the access token", () => {
  it("is fetched once by twenty first calls", async () => {
    const { feishu, platform } = await openOffice();
    await Promise.all(Array.from({ length: 20 }, () => platform.rooms.list(ASKER)));
    expect(feishu.count(ROOMS)).toBe(20);
    expect(feishu.count(TOKEN)).toBe(1);
    expect(feishu.calls(TOKEN)[0]?.body).toEqual({ app_id: APP.id, app_secret: APP.secret });
    const used = new Set(feishu.calls(ROOMS).map(({ headers }) => headers.authorization));
    expect([...used]).toEqual([expect.stringMatching(/^Bearer t-/)]);
  });

  it("belongs to one platform, not to every client of the process with that app id", async () => {
    const [one, other] = await Promise.all([openOffice(), openOffice()]);
    await one.platform.rooms.list(ASKER);
    await other.platform.rooms.list(ASKER);
    expect(other.feishu.count(TOKEN)).toBe(1);
  });

  it("is replaced once when it is rejected, and every waiting call is made again", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(ROOMS, ({ headers }) =>
      headers.authorization?.endsWith("1")
        ? no(400, 99991663, "Invalid access token for authorization.")
        : ok({ rooms: [], has_more: false }),
    );
    await Promise.all(Array.from({ length: 5 }, () => platform.rooms.list(ASKER)));
    expect(feishu.count(TOKEN)).toBe(2);
    expect(feishu.count(ROOMS)).toBe(10);
  });

  it("is not replaced for ever: an API that takes no tenant token is an administrator's turn", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(ROOMS, () => no(400, 99991663, "Invalid access token for authorization."));
    await expect(platform.rooms.list(ASKER)).rejects.toMatchObject({
      kind: "unauthorised",
      code: "99991663",
    });
    expect(feishu.count(ROOMS)).toBe(2);
  });

  it("that lives for three minutes only is used for more than one call", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(TOKEN, () => ({ body: { code: 0, msg: "ok", tenant_access_token: "t-short", expire: 180 } }));
    for (const _ of [1, 2, 3]) await platform.rooms.list(ASKER);
    expect(feishu.count(TOKEN)).toBe(1);
  });

  it("of wrong credentials is an error that names the variables", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(TOKEN, () => ({ body: { code: 10003, data: {}, msg: "invalid param" } }));
    await expect(platform.rooms.list(ASKER)).rejects.toMatchObject({
      kind: "unauthorised",
      hint: expect.stringContaining("FEISHU_APP_SECRET"),
    });
  });
});

describe("a call", () => {
  it("fails in one way, whether the code came with HTTP 200 or with another status", async () => {
    const { feishu, platform } = await openOffice();
    const failures = [];
    for (const status of [200, 400]) {
      feishu.on(EVENTS, () => no(status, 193002, "no permission to operate event"));
      failures.push(await platform.calendar.create(DRAFT, "k").catch((error: unknown) => error));
    }
    for (const failure of failures)
      expect(failure).toMatchObject({
        kind: "refused",
        code: "193002",
        reason: "no permission to operate event",
      });
  });

  it("waits as long as the limiter says and is made again", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(ROOMS, () =>
      feishu.count(ROOMS) === 1
        ? {
            status: 429,
            headers: { "x-ogw-ratelimit-reset": "0" },
            body: { code: 99991400, msg: "request trigger frequency limit" },
          }
        : ok({ rooms: [], has_more: false }),
    );
    await expect(platform.rooms.list(ASKER)).resolves.toEqual([]);
    expect(feishu.count(ROOMS)).toBe(2);
  });

  it("that is not answered ends with the timeout, as unknown", async () => {
    const { feishu, platform } = await openOffice({ requestTimeoutMs: 150 });
    feishu.on("POST /calendar/v4/calendars/cal_bot/events/e_1/attendees", () => "hang");
    await expect(platform.calendar.addRoom("e_1", "omm_1", ASKER)).rejects.toMatchObject({ kind: "unknown" });
    expect(feishu.count("POST /calendar/v4/calendars/cal_bot/events/e_1/attendees")).toBe(1);
  });

  it.each([
    ["breaks off", "reset"],
    ["is a server's error", { status: 502, body: "bad gateway" }],
    ["is no JSON", { body: "<html>captive portal</html>" }],
    ["lacks what it should hold", ok({ attendees: "none" })],
  ] as const)("whose answer %s may have been done: unknown", async (_name, answer) => {
    const { feishu, platform } = await openOffice();
    feishu.on("POST /calendar/v4/calendars/cal_bot/events/e_1/attendees", () => answer);
    await expect(platform.calendar.addRoom("e_1", "omm_1", ASKER)).rejects.toMatchObject({ kind: "unknown" });
  });

  it("that reaches nobody is unreachable", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on("POST /calendar/v4/calendars/cal_bot/events/e_1/attendees", () => ok({ attendees: [] }));
    await platform.calendar.addRoom("e_1", "omm_1", ASKER);
    await feishu.close();
    // The first may still find the old connection, which breaks off.
    await vi.waitFor(() =>
      expect(platform.calendar.addRoom("e_1", "omm_1", ASKER)).rejects.toMatchObject({ kind: "unreachable" }),
    );
  });

  it("is sent without a body where the SDK would send an empty one with GET", async () => {
    const { feishu, platform } = await openOffice();
    await platform.rooms.list(ASKER);
    expect(feishu.calls(ROOMS)[0]?.rawBody).toBe("");
  });

  it("has a deadline in production", () => {
    expect(TIMINGS.requestTimeoutMs).toBe(10_000);
  });

  it("leaves no secret, token or word of a message in any log line or error, however it fails", async () => {
    const { feishu, platform, lines } = await openOffice({ requestTimeoutMs: 150 });
    const errors: unknown[] = [];
    const fail = async (work: Promise<unknown>) =>
      void errors.push(await work.catch((error: unknown) => error));
    const to = {
      chat: { id: "oc", kind: "direct" },
      person: ASKER,
      messageId: "om",
      vendor: { messageId: "om", chatId: "oc" },
    } as const;
    const say = () =>
      platform.messenger.send(to, { title: "机密标题", tone: "neutral", language: "zh", blocks: [] }, "k");
    feishu.on(TOKEN, () => no(400, 10015, `app secret invalid`));
    await fail(say());
    feishu.on(TOKEN, () => (feishu.count(TOKEN) === 2 ? { status: 500, body: "x" } : feishu.tokenAnswer()));
    feishu.on(EVENTS, () => no(400, 190002, "invalid parameters"));
    await fail(platform.calendar.create(DRAFT, "k"));
    for (const answer of [
      no(400, 230001, "invalid"),
      no(200, 230002, "not in group"),
      { status: 302, body: "", headers: { location: "http://else.where/" } },
    ]) {
      feishu.on("POST /im/v1/messages/om/reply", () => answer);
      await fail(say());
    }
    const all = [...lines.map(({ text }) => text), ...errors.map((error) => `${inspected(error)}`)].join(
      "\n",
    );
    expect(errors.every((error) => isPlatformError(error))).toBe(true);
    expect(all).toContain("SDK:");
    for (const secret of [APP.secret, "t-g1044", "Bearer t", "机密标题"]) expect(all).not.toContain(secret);
  });
});

const inspected = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${error.message} ${JSON.stringify(error)} ${inspected(error.cause)}`
    : JSON.stringify(error);
