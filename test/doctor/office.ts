import { onTestFinished } from "vitest";
import type { Config } from "../../src/config.ts";
import { type Clock, systemClock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Finding, Report } from "../../src/doctor/finding.ts";
import { examine } from "../../src/doctor/run.ts";
import * as dingtalk from "../../src/platforms/dingtalk/permissions.ts";
import * as feishu from "../../src/platforms/feishu/permissions.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { COVERAGE as DINGTALK_APIS } from "../../src/sandbox/dingtalk/coverage.ts";
import { COVERAGE as FEISHU_APIS } from "../../src/sandbox/feishu/index.ts";
import { FIELD_SCOPES } from "../../src/sandbox/feishu/scopes.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

export const VENDORS = ["dingtalk", "feishu"] as const;
export type VendorName = (typeof VENDORS)[number];
type Apps = Pick<Config, "dingtalk" | "feishu" | "storageUrl">;

/** Both imitated vendors, and a doctor for the bot's two apps in them. */
export async function openClinic() {
  const sandbox = await startSandbox({ seed: 7, meetings: "none" });
  onTestFinished(() => sandbox.close());
  const apps = appsOf(sandbox);
  const run = (
    only: VendorName,
    change: Partial<Apps[VendorName]> = {},
    deps: {
      clock?: Clock;
      openStorage?: () => Promise<Storage>;
      answerMs?: number;
      findTokenKey?: () => unknown;
    } = {},
  ): Promise<Report> =>
    examine(
      {
        storageUrl: "file:./data/freeroom.db",
        dingtalk: undefined,
        feishu: undefined,
        [only]: { ...apps[only], ...change },
      },
      {
        clock: systemClock,
        logger: silentLogger,
        openStorage: async () => createMemoryStorage(systemClock),
        findTokenKey: () => undefined,
        ...deps,
      },
    );
  return { sandbox, apps, run };
}

export const appsOf = ({ dingtalk: onDingTalk, feishu: onFeishu }: Sandbox) => ({
  dingtalk: {
    clientId: onDingTalk.app.id,
    clientSecret: onDingTalk.app.secret,
    robotCode: onDingTalk.app.id,
    apiBase: onDingTalk.base,
    oapiBase: onDingTalk.base,
    qps: 20,
    monthlyCalls: 5_000,
    monthlyMessages: 3_000,
  },
  feishu: {
    appId: onFeishu.app.id,
    appSecret: onFeishu.app.secret,
    domain: onFeishu.base,
    accountsDomain: onFeishu.base,
    userLink: true,
    qps: 50,
    qpm: 1_000,
  },
});

/** The permissions that the bot asks for, by vendor. */
export const ASKED_FOR: Readonly<Record<VendorName, readonly string[]>> = {
  dingtalk: Object.keys(dingtalk.PERMISSIONS),
  feishu: Object.keys(feishu.PERMISSIONS),
};

/** What the vendor would take in place of one of them, which the app of a careful reader does not have. */
const OTHERS: Readonly<Record<VendorName, readonly string[]>> = {
  dingtalk: DINGTALK_APIS.flatMap(({ scope }) => scope ?? []),
  feishu: [
    ...FEISHU_APIS.flatMap(({ scopes = [] }) => scopes),
    ...Object.values(FIELD_SCOPES).flatMap((of) => Object.values(of).flat()),
  ],
};

/** The app has what the guide lists but for `missing`, and nothing else. */
export function withhold(sandbox: Sandbox, vendor: VendorName, missing: readonly string[]): void {
  const { missingScopes } = sandbox[vendor].switches;
  const others = OTHERS[vendor].filter((one) => !ASKED_FOR[vendor].includes(one));
  for (const scope of [...others, ...missing]) missingScopes.add(scope);
}

export const findingsOf = (report: Report): readonly Finding[] =>
  report.sections.flatMap(({ findings }) => findings);
/** The checks that came out so. */
export const checksOf = (report: Report, mark: Finding["mark"]): string[] =>
  findingsOf(report)
    .filter((one) => one.mark === mark)
    .map(({ check }) => check);
export const findingOf = (report: Report, check: string): Finding => {
  const found = findingsOf(report).find((one) => one.check === check);
  if (!found) throw new Error(`nothing was found of ${check}`);
  return found;
};
