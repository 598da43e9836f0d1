import { describe, expect, it, vi } from "vitest";
import { linkAccount, pageOf } from "../helpers/link-account.ts";
import { inOffice, type OfficeOptions } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const CALM: OfficeOptions = { platforms: ["feishu"], meetings: "none", linking: true, clockSpeed: 20 };
const HOUR_MS = 3_600_000;
vi.setConfig({ testTimeout: 40_000 });

/** Does something once, as soon as Feishu has carried out a call of that API. */
function once(office: OpenOffice, api: string, act: () => void): void {
  const onCall = (call: { api: string }) => {
    if (call.api !== api) return;
    office.trace.off("call", onCall);
    act();
  };
  office.trace.on("call", onCall);
}

const renewals = (office: OpenOffice) => office.trace.calls({ api: "oauth.token" }).length;

describe.concurrent("what can happen to a linked account", () => {
  it.each([
    [
      "link",
      "free room tomorrow 3pm 1h",
      /is not booked[\s\S]*Your link has ended[\s\S]*event without a room/,
      /cleaned up/i,
    ],
    ["授权", "明天下午三点 一小时", /没有订成[\s\S]*授权已失效[\s\S]*可能留下/, /已清理/],
  ])(
    "it ends in the middle of a booking: that is said, and what is left goes once it is linked again (%s)",
    (word, wish, failed, cleaned) =>
      inOffice(CALM, async (office) => {
        const before = idsOf(office);
        await linkAccount(office, "emma", word);
        const emma = office.at("feishu", "emma");
        await emma.say(wish);
        once(office, "calendar.events.create", () => office.sandbox.feishu.withdrawLink("emma"));
        const { text } = await emma.say("1");
        expect(text).toMatch(failed);
        expect(text).not.toMatch(/permission|权限/);
        const [left] = madeSince(office, before);
        expect(left).toMatchObject({ organiserKey: "emma", isCancelled: false, rooms: [] });
        await linkAccount(office, "emma", word);
        const told = emma.nextLine(20_000);
        await office.pass(2 * HOUR_MS);
        expect((await told).text).toMatch(cleaned);
        expect(left?.isCancelled).toBe(true);
        expectTruth(office, before, "emma", { settled: true });
      }),
  );

  it("a token that is not taken any more is replaced in the middle, and nobody notices", () =>
    inOffice(CALM, async (office) => {
      const before = idsOf(office);
      await linkAccount(office, "emma");
      const had = renewals(office);
      office.faults.add({
        vendor: "feishu",
        api: "calendar.attendees.create",
        kind: "expired-token",
        times: 1,
      });
      const emma = office.at("feishu", "emma");
      await emma.say("free room tomorrow 3pm 1h");
      expect((await emma.say("1")).text).toMatch(/^Booked: /);
      expect(renewals(office)).toBe(had + 1);
      expect(madeSince(office, before)).toMatchObject([{ organiserKey: "emma" }]);
      expectTruth(office, before, "emma");
    }));

  it("it cannot be renewed for a while: nothing is booked on another calendar meanwhile, and the link stays", () =>
    inOffice(CALM, async (office) => {
      const before = idsOf(office);
      await linkAccount(office, "emma");
      const emma = office.at("feishu", "emma");
      await office.pass(2 * HOUR_MS);
      await emma.say("free room tomorrow 3pm 1h");
      office.faults.add({ vendor: "feishu", api: "oauth.token", kind: "server-error" });
      expect((await emma.say("1")).text).toMatch(/no usable answer/);
      expect(madeSince(office, before)).toEqual([]);
      office.faults.clear();
      await emma.say("free room tomorrow 3pm 1h");
      expect((await emma.say("1")).text).toMatch(/^Booked: /);
      expect(madeSince(office, before)).toMatchObject([{ organiserKey: "emma" }]);
    }));

  it("the app was not given all that it takes: nothing is linked, and whose turn it is is said", () =>
    inOffice(CALM, async (office) => {
      office.sandbox.feishu.switches.withheldScopes.add("offline_access");
      expect((await linkAccount(office, "emma")).text).toMatch(/permissions[\s\S]*administrator/);
      expect((await linkAccount(office, "emma", "授权")).text).toMatch(/缺少需要的权限[\s\S]*管理员/);
      expect(await office.storage.list("link:")).toEqual([]);
    }));

  it("Feishu answers the looks at the page badly for a while: it is linked all the same", () =>
    inOffice(CALM, async (office) => {
      const emma = office.at("feishu", "emma");
      const page = pageOf(await emma.say("link"));
      for (const kind of ["server-error", "lost-request", "garbage", "throttle"] as const)
        office.faults.add({ vendor: "feishu", api: "oauth.token", kind, times: 1 });
      const told = emma.nextLine(20_000);
      office.sandbox.feishu.answerLink("emma", page, "approved");
      expect((await told).text).toMatch(/Your account is linked/);
    }));

  it("a page asked for twice counts once, the last one", () =>
    inOffice(CALM, async (office) => {
      const emma = office.at("feishu", "emma");
      await emma.say("link");
      const page = pageOf(await emma.say("link"));
      const told = emma.nextLine(20_000);
      office.sandbox.feishu.answerLink("emma", page, "approved");
      expect((await told).text).toMatch(/Your account is linked/);
      expect((await emma.say("link")).text).toMatch(/linked already/i);
    }));

  it("it came to its end: the booking is made all the same, and linking again is asked for once", () =>
    inOffice(CALM, async (office) => {
      await linkAccount(office, "emma");
      const emma = office.at("feishu", "emma");
      // Longer than a link lives that nobody could renew.
      await office.pass(10 * 24 * HOUR_MS);
      const before = idsOf(office);
      await emma.say("free room tomorrow 3pm 1h");
      expect((await emma.say("1")).text).toMatch(/^Booked: [\s\S]*has ended[\s\S]*link/);
      expect(madeSince(office, before)).toMatchObject([{ organiserKey: "bot" }]);
      await emma.say("free room tomorrow 5pm 1h");
      expect((await emma.say("1")).text).not.toMatch(/has ended/);
    }));
});
