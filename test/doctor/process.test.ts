import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { clearAway, freeroom, freshFolder } from "../process/child.ts";
import { withhold } from "./office.ts";

afterEach(clearAway);

const envOf = ({ dingtalk, feishu }: Sandbox) => ({
  DINGTALK_CLIENT_ID: dingtalk.app.id,
  DINGTALK_CLIENT_SECRET: dingtalk.app.secret,
  DINGTALK_API_BASE: dingtalk.base,
  DINGTALK_OAPI_BASE: dingtalk.base,
  FEISHU_APP_ID: feishu.app.id,
  FEISHU_APP_SECRET: feishu.app.secret,
  FEISHU_DOMAIN: feishu.base,
  FEISHU_ACCOUNTS_DOMAIN: feishu.base,
});

/** Runs `freeroom doctor` to its end. */
async function doctor(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = freeroom(["doctor", ...args], env);
  const { code } = await child.exit;
  return { code, out: child.stdout, errors: child.stderr };
}

describe("freeroom doctor", () => {
  it("prints the table and ends with 0 where nothing is wrong, with 1 where something is", {
    timeout: 60_000,
  }, async (test) => {
    const well = await startSandbox({ seed: 7, meetings: "none" });
    const ill = await startSandbox({ seed: 8, meetings: "none" });
    test.onTestFinished(async () => {
      await well.close();
      await ill.close();
    });
    withhold(ill, "dingtalk", ["Calendar.Event.Write"]);
    const storage = { STORAGE_URL: `file:${join(freshFolder(test.onTestFinished), "freeroom.db")}` };
    const [fine, chinese, json] = await Promise.all([
      doctor([], { ...envOf(well), ...storage }),
      doctor([], { ...envOf(well), LANGUAGE: "zh" }),
      doctor(["--json"], envOf(ill)),
    ]);

    expect([fine.code, fine.errors]).toEqual([0, ""]);
    expect(fine.out).toContain("DingTalk · ");
    expect(fine.out).toContain("Feishu · ");
    expect(fine.out).toMatch(/^✔ storage/m);
    expect(fine.out).not.toContain("✘ ");
    expect(chinese.code).toBe(0);
    expect(chinese.out).toMatch(/^✔ 存储/m);

    expect([json.code, json.errors]).toEqual([1, ""]);
    const { sections } = JSON.parse(json.out);
    const wrong = sections.flatMap(({ findings }: { findings: { mark: string; check: string }[] }) =>
      findings.filter(({ mark }) => mark === "wrong").map(({ check }) => check),
    );
    expect(wrong).toEqual(["Calendar.Event.Write"]);

    for (const { app } of [well.dingtalk, well.feishu, ill.dingtalk, ill.feishu])
      for (const { out } of [fine, chinese, json]) expect(out).not.toContain(app.secret);
  });

  it("says what is wrong with the settings, and with its flags", { timeout: 60_000 }, async () => {
    const [half, none, flag] = await Promise.all([
      doctor([], { DINGTALK_CLIENT_ID: "ding1" }),
      doctor([], {}),
      doctor(["--yaml"], {}),
    ]);
    expect(half.code).toBe(1);
    expect(half.errors).toContain("DINGTALK_CLIENT_SECRET is missing although DINGTALK_CLIENT_ID is set");
    expect(none.code).toBe(1);
    expect(none.errors).toContain("There is nothing to check: no platform is configured.");
    expect([flag.code, flag.errors]).toEqual([2, "freeroom doctor: the only flag is --json.\n"]);
    for (const { out } of [half, none, flag]) expect(out).toBe("");
  });
});
