import type { WindowLimit } from "../sliding-window.ts";

/**
 * How often one app may call one API. Source: 频控策略, https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control
 * and the row 接口频率限制 of each API's page. Where a tier names two windows, either trips.
 */
export interface Limits {
  /** The tier of nearly every API: 1000 a minute and 50 a second. */
  readonly perSecond: number;
  readonly perMinute: number;
}

export const VENDOR_LIMITS: Limits = { perSecond: 50, perMinute: 1_000 };

/** APIs of another tier than the ordinary one. */
const SPECIAL: Readonly<Record<string, readonly WindowLimit[]>> = {
  // https://open.feishu.cn/document/server-docs/vc-v1/scope_config/reserve_scope : 100 次/分钟
  "vc.reserve_config.reserve_scope": [{ calls: 100, perMs: 60_000 }],
  // The endpoint of the long connection publishes no limit.
  "ws.endpoint": [],
};

export const windowsOf = (api: string, limits: Limits): readonly WindowLimit[] =>
  SPECIAL[api] ?? [
    { calls: limits.perSecond, perMs: 1_000 },
    { calls: limits.perMinute, perMs: 60_000 },
  ];

/** Messages to one person, or to one group by all bots together, and changes of one message: 5 a second. Source: pages of im/v1/messages. */
export const MESSAGE_LIMIT: readonly WindowLimit[] = [{ calls: 5, perMs: 1_000 }];
