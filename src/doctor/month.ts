import type { MonthCount } from "../budget/month-count.ts";
import type { Spent } from "../ports/budget.ts";
import type { Finding, Said } from "./finding.ts";

const ROW = { check: "month", label: { en: "this month", zh: "本月用量" } };

/** What the bot has counted this month, this look at things included, against what it may plan with. */
export async function monthFinding(count: MonthCount | undefined): Promise<Finding> {
  if (!count)
    return {
      ...ROW,
      mark: "unknown",
      result: { en: "not known while the storage cannot be used", zh: "存储无法使用，查不到" },
    };
  await count.flush();
  const calls = count.calls();
  const messages = count.messages();
  const told: Said = {
    en: `${amount(calls, "of")} calls${messages.used || messages.of ? `, ${amount(messages, "of")} messages` : ""}`,
    zh: `调用 ${amount(calls, "/")} 次${messages.used || messages.of ? `，消息 ${amount(messages, "/")} 条` : ""}`,
  };
  if (![calls, messages].some(isUsedUp)) return { ...ROW, mark: "ok", result: told };
  return {
    ...ROW,
    mark: "wrong",
    result: told,
    todo: {
      en: "Buy more for the organisation and raise the bot's share (…_MONTHLY_CALLS, …_MONTHLY_MESSAGES), or wait for the next month.",
      zh: "为企业购买额度并调高机器人的份额（…_MONTHLY_CALLS、…_MONTHLY_MESSAGES），或者等到下个月。",
    },
  };
}

const isUsedUp = ({ used, of }: Spent): boolean => of !== undefined && used >= of;

const amount = ({ used, of }: Spent, between: string): string =>
  of === undefined ? String(used) : `${used} ${between} ${of}`;
