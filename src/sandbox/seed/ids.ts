import { createHash } from "node:crypto";

/** Ids in the vendors' forms, made from a thing's name so that each run shows the same ones. */

const digest = (name: string): Buffer => createHash("sha256").update(name).digest();
const hex = (name: string, length: number): string => digest(name).toString("hex").slice(0, length);
/** A number of exactly `digits` digits. */
const number = (name: string, digits: number): bigint => {
  const least = 10n ** BigInt(digits - 1);
  return least + (BigInt(`0x${hex(name, 40)}`) % (9n * least));
};

export const dingtalkIds = {
  unionId: (name: string): string =>
    `${digest(`union:${name}`).toString("base64").replace(/[+/=]/g, "").slice(0, 22)}iEiE`,
  userId: (name: string): string => String(number(`user:${name}`, 16)),
  roomId: (name: string): string => hex(`room:${name}`, 48),
  groupId: (name: string): number => Number(number(`group:${name}`, 6)),
  deptId: (name: string): number => Number(number(`dept:${name}`, 9)),
  conversationId: (name: string): string =>
    `cid${digest(`conversation:${name}`).subarray(0, 16).toString("base64")}`,
};

export const feishuIds = {
  openId: (name: string): string => `ou_${hex(`open:${name}`, 32)}`,
  unionId: (name: string): string => `on_${hex(`union:${name}`, 32)}`,
  userId: (name: string): string => hex(`user:${name}`, 8),
  roomId: (name: string): string => `omm_${hex(`room:${name}`, 32)}`,
  levelId: (name: string): string => `omb_${hex(`level:${name}`, 32)}`,
  openDepartmentId: (name: string): string => `od-${hex(`dept:${name}`, 32)}`,
  chatId: (name: string): string => `oc_${hex(`chat:${name}`, 32)}`,
};
