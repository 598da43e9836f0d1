import type { Clock } from "../core/clock.ts";
import type { Ask } from "./ask.ts";
import { type Finding, type Said, same, type Verdict } from "./finding.ts";
import { networkVerdict } from "./network.ts";
import { type Outcome, outcomeOf, PROXY_WANTS_PASSWORD } from "./verdict.ts";

/** What it takes to look at a platform. */
export interface Tools {
  readonly ask: Ask;
  readonly clock: Pick<Clock, "now">;
  /** Told of each call that the vendor counts by the month. */
  readonly onCounted: () => void;
}

/** Later answers look wrong to people from here on; vendors' tokens and tickets bear it for longer. */
const MOST_AHEAD_MS = 60_000;

/** Whether this machine's clock is right, by the vendor's. */
export function clockFinding(outcome: Outcome): Finding {
  const row = { check: "clock", label: { en: "clock", zh: "时钟" } };
  const aheadMs = "none" in outcome ? undefined : outcome.answer.aheadMs;
  if (aheadMs === undefined)
    return {
      ...row,
      mark: "unknown",
      result: { en: "the vendor's time is not known", zh: "不知道平台那边的时间" },
    };
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  if (Math.abs(aheadMs) <= MOST_AHEAD_MS)
    return {
      ...row,
      mark: "ok",
      result: {
        en: `within ${MOST_AHEAD_MS / 1_000} s of the vendor's`,
        zh: `与平台相差不到 ${MOST_AHEAD_MS / 1_000} 秒`,
      },
    };
  return {
    ...row,
    mark: "wrong",
    result: {
      en: `${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} the vendor's`,
      zh: `比平台${aheadMs > 0 ? "快" : "慢"} ${seconds} 秒`,
    },
    todo: {
      en: "Have this machine set its clock by NTP (timedatectl set-ntp true).",
      zh: "让本机用 NTP 对时（timedatectl set-ntp true）。",
    },
  };
}

/**
 * Whether a host can be reached, a WebSocket's too: by a plain request, without the ticket. Nothing is connected, so
 * that no message can go astray to it.
 */
export async function connectionVerdict(ask: Ask, address: string): Promise<Verdict> {
  const { origin, host } = new URL(address.replace(/^ws/, "http"));
  const outcome = await outcomeOf(ask, { method: "GET", url: `${origin}/` }, () => undefined);
  if ("none" in outcome) {
    const verdict = networkVerdict(outcome.none);
    // It may not care to answer what is no WebSocket.
    return outcome.none.code === "TIMEOUT" ? { ...verdict, mark: "unknown" } : verdict;
  }
  if (outcome.answer.status === 407) return PROXY_WANTS_PASSWORD;
  return { mark: "ok", result: { en: `to be had from ${host}`, zh: `可以连接 ${host}` } };
}

/** As the table of permissions describes one. */
interface Permission {
  readonly en: string;
  readonly zh: string;
  readonly without?: Said;
}

/** The row of a permission; where it is not well, with what it is for. */
export function permissionFinding(code: string, { without, ...what }: Permission, verdict: Verdict): Finding {
  const row = { check: code, label: same(code) };
  if (verdict.mark === "ok") return { ...row, ...verdict };
  const { result, todo } = verdict;
  return {
    ...row,
    ...verdict,
    result: {
      en: `${result.en}; it lets the bot ${what.en}`,
      zh: `${result.zh}；用途：${what.zh}`,
    },
    ...(without && {
      todo: {
        en: [todo?.en, `The bot works without it: ${without.en}.`].filter(Boolean).join(" "),
        zh: [todo?.zh, `没有它机器人也能用：${without.zh}。`].filter(Boolean).join(""),
      },
    }),
  };
}

/** In place of all that takes a token. */
export const notChecked: Finding = {
  check: "permissions",
  label: { en: "permissions", zh: "权限" },
  mark: "unknown",
  result: { en: "not checked: that takes a token", zh: "没有检查：需要先拿到 token" },
};
