import { randomBytes } from "node:crypto";
import type { Clock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { RoomRules } from "../../src/core/model.ts";
import { createDingTalkPlatform } from "../../src/platforms/dingtalk/index.ts";
import { createFeishuPlatform } from "../../src/platforms/feishu/index.ts";
import type { Platform } from "../../src/ports/platform.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { createSeal } from "../../src/storage/seal.ts";
import { ZONE } from "./office.ts";
import type { Opened, VendorName } from "./wire.ts";

/** More than anybody can call: what the bot believes where the sandbox has no limits. */
const PLENTY = 1_000_000;
/** No share of the month: how old busy times may be does not hang on what earlier sections spent. */
const UNLIMITED = Number.POSITIVE_INFINITY;
/** What rooms that anybody may book at any time say of themselves. */
const OPEN_RULES: RoomRules = { access: "everyone", closures: [], approval: "none", recurring: true };

export interface PlatformOptions {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly isLimited: boolean;
  /** Whether the rules of the rooms are known beforehand: asking for them then costs nothing. */
  readonly areRulesKnown: boolean;
}

const CREATE: Readonly<Record<VendorName, (opened: Opened, options: PlatformOptions) => Platform>> = {
  dingtalk: ({ dingtalk: { base, app } }, { clock, storage, isLimited }) =>
    createDingTalkPlatform(
      {
        clientId: app.id,
        clientSecret: app.secret,
        robotCode: app.id,
        apiBase: base,
        oapiBase: base,
        qps: isLimited ? 20 : PLENTY,
        monthlyCalls: UNLIMITED,
        monthlyMessages: UNLIMITED,
      },
      { clock, storage, logger: silentLogger, zone: ZONE },
    ),
  feishu: ({ feishu: { base, app } }, { clock, storage, isLimited }) =>
    createFeishuPlatform(
      {
        appId: app.id,
        appSecret: app.secret,
        domain: base,
        accountsDomain: base,
        userLink: true,
        qps: isLimited ? 50 : PLENTY,
        qpm: isLimited ? 1_000 : PLENTY,
        monthlyCalls: UNLIMITED,
      },
      { clock, storage, logger: silentLogger, zone: ZONE, seal: createSeal(randomBytes(32)) },
    ),
};

/** The real platform, connected to a sandbox in the other process. */
export function createPlatform(vendor: VendorName, opened: Opened, options: PlatformOptions): Platform {
  const platform = CREATE[vendor](opened, options);
  if (!options.areRulesKnown) return platform;
  return { ...platform, rooms: { ...platform.rooms, rules: async () => OPEN_RULES } };
}
