import { describe, expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import { PROBES as DINGTALK_PROBES } from "../../src/doctor/dingtalk-probes.ts";
import { PROBES as FEISHU_PROBES } from "../../src/doctor/feishu-probes.ts";
import { isWell } from "../../src/doctor/finding.ts";
import { PERMISSION_OF } from "../../src/platforms/dingtalk/permissions.ts";
import { createFeishuPlatform } from "../../src/platforms/feishu/index.ts";
import { PERMISSIONS_OF } from "../../src/platforms/feishu/permissions.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { ASKED_FOR, checksOf, findingOf, openClinic, VENDORS, withhold } from "./office.ts";

const EVERY = VENDORS.flatMap((vendor) => ASKED_FOR[vendor].map((code) => ({ vendor, code })));
/** Where the vendor's refusal gives no link, the guide's section has to do. */
const WITHOUT_LINK = ["qyapi_get_member", "qyapi_get_department_list"];

describe("a permission that is missing", () => {
  it.each(EVERY)("is told on $vendor, and no other: $code", async ({ vendor, code }) => {
    const { sandbox, run } = await openClinic();
    withhold(sandbox, vendor, [code]);
    const report = await run(vendor);
    expect(checksOf(report, "wrong")).toEqual([code]);
    expect(isWell(report)).toBe(false);
    const { result, todo, link } = findingOf(report, code);
    expect(result).toEqual({
      en: expect.stringMatching(/^not granted; it lets the bot /),
      zh: expect.stringMatching(/^未开通；用途：/),
    });
    expect(todo?.en).toMatch(/Developer console|Permissions & scopes/);
    if (WITHOUT_LINK.includes(code)) expect(link).toBeUndefined();
    else expect(link).toMatch(/^https?:\/\/\S+(content=|[?&]q=)\S+$/);
  });

  it("is not where another permission of Feishu's opens the same door", async () => {
    const { sandbox, run } = await openClinic();
    sandbox.feishu.switches.missingScopes.add("im:message:send_as_bot");
    expect(checksOf(await run("feishu"), "wrong")).toEqual([]);
  });
});

describe("an app that has everything", () => {
  it.each(VENDORS)("has nothing wrong on %s, and one thing that nobody can look up", async (vendor) => {
    const { sandbox, run } = await openClinic();
    withhold(sandbox, vendor, []);
    const report = await run(vendor);
    expect(checksOf(report, "wrong")).toEqual([]);
    expect(checksOf(report, "unknown")).toEqual(["hearing"]);
    expect(isWell(report)).toBe(true);
  });

  it.each(VENDORS)("is looked at on %s without a trace: nobody hears, nothing is booked", async (vendor) => {
    const { sandbox, run } = await openClinic();
    const before = sandbox.world.meetings().length;
    await run(vendor);
    expect(sandbox[vendor].lines).toEqual([]);
    expect(sandbox.world.meetings()).toHaveLength(before);
    expect(sandbox[vendor].connections()).toBe(0);
  });
});

it("what the guide lists is enough on Feishu to see a colleague's departments, which rooms' rules name", async () => {
  const { sandbox, apps } = await openClinic();
  withhold(sandbox, "feishu", []);
  const { clock, world } = sandbox;
  const platform = createFeishuPlatform(apps.feishu, {
    clock,
    logger: silentLogger,
    storage: createMemoryStorage(clock),
    zone: "Asia/Shanghai",
  });
  const lei = world.office.colleagues.find(({ key }) => key === "li-lei");
  const seen = await platform.directory.membershipsOf(lei?.feishu.openId ?? "");
  await platform.close();
  const above = world.office.departments.filter(({ key }) => ["platform", "engineering"].includes(key));
  expect(seen).toEqual(expect.arrayContaining(above.map(({ feishu }) => `dept:${feishu.openDepartmentId}`)));
});

describe("the probes", () => {
  it("call only what takes the permission that they are for", () => {
    for (const [code, { api }] of Object.entries(DINGTALK_PROBES)) expect(PERMISSION_OF[api]).toBe(code);
    for (const [code, probe] of Object.entries(FEISHU_PROBES))
      if (probe) expect(PERMISSIONS_OF[probe.api] as readonly string[]).toContain(code);
  });

  it("are told on Feishu from the tenant's own list where no call shows them, and left open without it", async () => {
    const { sandbox, run } = await openClinic();
    sandbox.faults.add({ vendor: "feishu", api: "application.scope.list", kind: "server-error" });
    const report = await run("feishu");
    expect(checksOf(report, "wrong")).toEqual([]);
    const listed = ASKED_FOR.feishu.filter((code) => !(code in FEISHU_PROBES));
    expect(listed.length).toBeGreaterThan(2);
    expect(checksOf(report, "unknown")).toEqual([...listed, "linking", "hearing"]);
  });
});
