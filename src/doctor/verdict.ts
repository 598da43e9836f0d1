import type { PlatformError, PlatformErrorKind } from "../core/errors.ts";
import { type Answer, type Ask, NoAnswer, type Question } from "./ask.ts";
import { GRANTED, type Mark, type Said, type Verdict } from "./finding.ts";
import { networkVerdict } from "./network.ts";

/** What became of a request: an answer, with the vendor's error if it is one; or none. */
export type Outcome =
  | { readonly answer: Answer; readonly error: PlatformError | undefined }
  | { readonly none: NoAnswer };

/** What some of a vendor's codes mean to whoever sets the app up. */
export interface Reason {
  readonly codes: readonly string[];
  readonly mark?: Mark;
  readonly result: Said;
  readonly todo: Said;
  readonly link?: string;
}

export async function outcomeOf(
  ask: Ask,
  question: Question,
  errorOf: (answer: Answer) => PlatformError | undefined,
): Promise<Outcome> {
  try {
    const answer = await ask(question);
    return { answer, error: errorOf(answer) };
  } catch (error) {
    if (error instanceof NoAnswer) return { none: error };
    throw error;
  }
}

/** The vendor's error, if that is what came. */
export const errorIn = (outcome: Outcome): PlatformError | undefined =>
  "none" in outcome ? undefined : outcome.error;

/** The body of a success. */
export const bodyIn = (outcome: Outcome): unknown =>
  "none" in outcome || outcome.error ? undefined : outcome.answer.body;

export const PROXY_WANTS_PASSWORD: Verdict = {
  mark: "wrong",
  result: { en: "the proxy wants a user and a password", zh: "代理要求用户名和密码" },
  todo: {
    en: "Put both into HTTPS_PROXY, before the host and an @.",
    zh: "把两者写进 HTTPS_PROXY，放在主机名前面，用 @ 隔开。",
  },
};

const AGAIN: Said = { en: "Run it again in a minute.", zh: "过一分钟再运行一次。" };

/** What an error means where no reason is known for its code. */
const BY_KIND: Readonly<Record<PlatformErrorKind, Verdict>> = {
  // Only what passed the gateway can be refused for what it says.
  refused: GRANTED,
  throttled: {
    mark: "unknown",
    result: { en: "too many calls just now", zh: "刚才调用太频繁" },
    todo: AGAIN,
  },
  quota: {
    mark: "unknown",
    result: { en: "the month's calls are used up", zh: "本月调用额度已用完" },
    todo: {
      en: "Buy more in the developer console, or wait for the next month.",
      zh: "在开发者后台购买额度，或者等到下个月。",
    },
  },
  unauthorised: { mark: "wrong", result: { en: "refused", zh: "被拒绝" } },
  unreachable: { mark: "wrong", result: { en: "not reached", zh: "无法访问" } },
  unknown: { mark: "unknown", result: { en: "no usable answer", zh: "没有可用的应答" }, todo: AGAIN },
};

/** A page of somebody in between, or a gateway's: it says nothing of what was asked. */
const NOT_THE_VENDOR: Verdict = {
  mark: "unknown",
  result: { en: "something other than the vendor answered", zh: "应答的不是平台本身" },
  todo: {
    en: "Check the address in the settings, and what stands in between (HTTPS_PROXY).",
    zh: "检查配置里的地址，以及中间的代理（HTTPS_PROXY）。",
  },
};

/** What an outcome says of the permission that its request takes. `reasons`: what the vendor's codes mean. */
export function verdictOn(outcome: Outcome, reasons: readonly Reason[]): Verdict {
  if ("none" in outcome) return networkVerdict(outcome.none);
  const { error } = outcome;
  if (!error) return GRANTED;
  const { code = "", kind, hint } = error;
  if (code === "HTTP 407") return PROXY_WANTS_PASSWORD;
  const reason = reasons.find(({ codes }) => codes.includes(code));
  const link = /https?:\/\/\S+/.exec(hint ?? "")?.[0];
  if (reason) {
    const { mark = "wrong", result, todo } = reason;
    return { mark, result, todo, ...where(link ?? reason.link) };
  }
  if (kind === "refused" && code.startsWith("HTTP ")) return NOT_THE_VENDOR;
  const verdict = BY_KIND[kind];
  return verdict.mark === "ok" ? verdict : { ...verdict, ...where(link), words: error.message };
}

/** What an outcome says that was to bring something, and did not. */
export const failureOf = (outcome: Outcome, reasons: readonly Reason[]): Verdict =>
  "none" in outcome || outcome.error ? verdictOn(outcome, reasons) : NOT_THE_VENDOR;

const where = (link: string | undefined) => (link === undefined ? {} : { link });
