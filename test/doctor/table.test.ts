import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jsonOf, tableOf } from "../../src/doctor/table.ts";
import { ASKED_FOR, openClinic, VENDORS, type VendorName, withhold } from "./office.ts";

/** Every other one of those that the guide lists. */
const halfOf = (vendor: VendorName) => ASKED_FOR[vendor].filter((_, at) => at % 2 === 1);

/** What differs from run to run. */
const steady = (text: string) =>
  text.replaceAll(/127\.0\.0\.1:\d+/g, "localhost").replaceAll(/cli_[0-9a-f]{16}/g, "cli_0123456789abcdef");

describe.each(VENDORS)("the table for an app on %s", (vendor) => {
  it("that has all that the guide lists", async () => {
    const { sandbox, run } = await openClinic();
    withhold(sandbox, vendor, []);
    const report = await run(vendor);
    expect(steady(tableOf(report, "en"))).toMatchSnapshot("en");
    expect(steady(tableOf(report, "zh"))).toMatchSnapshot("zh");
  });

  it("that has half of it", async () => {
    const { sandbox, run } = await openClinic();
    withhold(sandbox, vendor, halfOf(vendor));
    const report = await run(vendor);
    expect(steady(tableOf(report, "en"))).toMatchSnapshot("en");
    expect(steady(tableOf(report, "zh"))).toMatchSnapshot("zh");
  });

  it("that is not the one that was meant", async () => {
    const { run } = await openClinic();
    const wrong = { dingtalk: { clientId: "dingwrong" }, feishu: { appId: "cli_0000000000000000" } };
    const report = await run(vendor, wrong[vendor]);
    expect(steady(tableOf(report, "en"))).toMatchSnapshot("en");
    expect(steady(tableOf(report, "zh"))).toMatchSnapshot("zh");
  });

  it("says to programs what it says to people", async () => {
    const { sandbox, run } = await openClinic();
    withhold(sandbox, vendor, halfOf(vendor));
    const report = await run(vendor);
    const table = tableOf(report, "en");
    const { sections, cost } = JSON.parse(JSON.stringify(jsonOf(report, "en")));
    expect(sections.map(({ part }: { part: string }) => part)).toEqual([vendor, "storage"]);
    for (const { subject, findings } of sections) {
      expect(table).toContain(subject);
      for (const { mark, result, todo, link } of findings) {
        expect(table).toContain(result);
        expect(["ok", "wrong", "unknown"]).toContain(mark);
        if (mark !== "ok" && todo) expect(table).toContain(`→ ${todo}`);
        if (link) expect(table).toContain(link);
      }
    }
    expect(cost[vendor]).toBeGreaterThan(5);
  });
});

it.each([
  { vendor: "dingtalk", missing: "Calendar.Event.Write" },
  { vendor: "feishu", missing: "vc:room:readonly" },
] as const)("looks as the guides for $vendor show it", async ({ vendor, missing }) => {
  const { sandbox, run } = await openClinic();
  withhold(sandbox, vendor, [missing]);
  const report = await run(vendor);
  for (const { tongue, file } of [
    { tongue: "en", file: `setup-${vendor}.md` },
    { tongue: "zh", file: `setup-${vendor}.zh-CN.md` },
  ] as const) {
    const guide = readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");
    const shown = /^```table\n([\s\S]*?)\n```$/m.exec(guide)?.[1]?.split("\n") ?? [];
    expect(shown.length).toBeGreaterThan(3);
    expect(steady(tableOf(report, tongue)).split("\n")).toEqual(expect.arrayContaining(shown));
  }
});

it("lines up in columns, Chinese characters being as wide as two others", async () => {
  const { run } = await openClinic();
  const rows = tableOf(await run("feishu"), "zh").match(/^[✔✘?] .*$/gm) ?? [];
  const width = (text: string) =>
    [...text].reduce((sum, one) => sum + (/\p{Script=Han}/u.test(one) ? 2 : 1), 0);
  const starts = rows.map((row) => width(/^[✔✘?] .*?\S {2,}(?=\S)/.exec(row)?.[0] ?? ""));
  expect(rows.length).toBeGreaterThan(20);
  expect(new Set(starts).size).toBe(1);
});
