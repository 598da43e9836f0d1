import { randomBytes } from "node:crypto";
import type { Colleague } from "../office.ts";
import type { SandboxGround } from "../sandbox.ts";
import type { Ids } from "./ids.ts";
import { type Person, personOf } from "./people.ts";
import { type Switches, usualSwitches } from "./switches.ts";

/** The organisation as Feishu knows it, with the one app that is installed there. */
export interface Tenant {
  readonly ground: SandboxGround;
  readonly ids: Ids;
  readonly switches: Switches;
  readonly app: { readonly id: string; readonly secret: string; readonly verificationToken: string };
  readonly bot: { readonly openId: string; readonly unionId: string; readonly name: string };
  readonly tenantKey: string;
  /** The calendar that the bot owns. */
  readonly botCalendarId: string;
}

/**
 * An organisation with an app that no other run has: the official SDK shares its tokens between all clients of one
 * app id in a process, so an id that a seed repeats would carry a token from one sandbox into the next.
 */
export function foundTenant(ground: SandboxGround, ids: Ids): Tenant {
  return {
    ground,
    ids,
    switches: usualSwitches(),
    app: { id: `cli_${hex(8)}`, secret: hex(16), verificationToken: hex(16) },
    bot: { openId: `ou_${ids.hex(32)}`, unionId: `on_${ids.hex(32)}`, name: "freeroom" },
    tenantKey: ids.hex(16),
    botCalendarId: `feishu.cn_${ids.hex(10)}@group.calendar.feishu.cn`,
  };
}

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

/** The bot as the owner of its calendar. */
const botPerson = ({ bot }: Tenant): Person => ({
  key: "bot",
  name: bot.name,
  feishu: { openId: bot.openId, unionId: bot.unionId, userId: "" },
});

/** The person of a meeting's key, the bot among them. */
export const whoIs = (tenant: Tenant, key: string): Person =>
  key === "bot" ? botPerson(tenant) : personOf(tenant.ground.world.office, key);

/** The id of somebody's own calendar. */
export const calendarIdOf = (tenant: Tenant, { key, feishu }: Person): string =>
  key === "bot" ? tenant.botCalendarId : `feishu.cn_${feishu.userId}@group.calendar.feishu.cn`;

/** Another organisation's key, for its guests. */
const FOREIGN_TENANT_KEY = "2ed263bf32cf1651";

/** The key of the organisation that somebody belongs to. */
export const tenantKeyOf = (tenant: Tenant, colleague: Colleague): string =>
  colleague.isOutsider ? FOREIGN_TENANT_KEY : tenant.tenantKey;
