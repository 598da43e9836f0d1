import { MonthCount } from "../budget/month-count.ts";
import type { Config } from "../config.ts";
import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/logger.ts";
import type { Storage } from "../ports/storage.ts";
import { createAsk } from "./ask.ts";
import { examineDingTalk } from "./dingtalk.ts";
import { examineFeishu } from "./feishu.ts";
import type { Finding, Report, Section, Vendor } from "./finding.ts";
import { monthFinding } from "./month.ts";
import type { Tools } from "./platform-findings.ts";
import { examineStorage, keyFinding } from "./storage.ts";

/** One request's; what the vendors' own gateways wait for is some three seconds. */
const ANSWER_MS = 5_000;

export interface DoctorDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens the bot's storage; closed again here. */
  readonly openStorage: () => Promise<Storage>;
  /** Finds the key that colleagues' tokens are kept under, or throws what is wrong with it. */
  readonly findTokenKey: () => unknown;
  /** Told of each request that was answered, or not. */
  readonly onAsked?: () => void;
  readonly answerMs?: number;
}

type Examine = (tools: Tools) => Promise<Finding[]>;

/** Looks at everything that the bot depends on. A bot may run beside it: nothing is connected, heard or changed. */
export async function examine(
  config: Pick<Config, "dingtalk" | "feishu" | "storageUrl">,
  deps: DoctorDeps,
): Promise<Report> {
  const { dingtalk, feishu, storageUrl } = config;
  const { clock, logger, onAsked = () => {} } = deps;
  const { section, storage } = await examineStorage(storageUrl, deps.openStorage);
  const asked = createAsk(clock, deps.answerMs ?? ANSWER_MS);

  const platform = async (
    part: Vendor,
    subject: string,
    shares: { readonly calls?: number | undefined; readonly messages?: number | undefined },
    run: Examine,
  ): Promise<{ section: Section; counted: number }> => {
    const month = storage && new MonthCount({ platform: part, storage, clock, logger, shares });
    let counted = 0;
    const findings = await run({
      clock,
      ask: (question) => asked(question).finally(onAsked),
      onCounted: () => {
        counted += 1;
        month?.count("calls");
      },
    });
    return { section: { part, subject, findings: [...findings, await monthFinding(month)] }, counted };
  };

  try {
    const [onDingTalk, onFeishu] = await Promise.all([
      dingtalk &&
        platform(
          "dingtalk",
          `${dingtalk.clientId} · ${dingtalk.apiBase}`,
          { calls: dingtalk.monthlyCalls, messages: dingtalk.monthlyMessages },
          (tools) => examineDingTalk(dingtalk, tools),
        ),
      feishu &&
        platform("feishu", `${feishu.appId} · ${feishu.domain}`, { calls: feishu.monthlyCalls }, (tools) =>
          examineFeishu(feishu, tools),
        ),
    ]);
    return {
      sections: [
        ...[onDingTalk?.section, onFeishu?.section].filter((one) => one !== undefined),
        feishu?.userLink
          ? { ...section, findings: [...section.findings, keyFinding(deps.findTokenKey)] }
          : section,
      ],
      cost: {
        ...(onDingTalk && { dingtalk: onDingTalk.counted }),
        ...(onFeishu && { feishu: onFeishu.counted }),
      },
    };
  } finally {
    await storage?.close();
  }
}
