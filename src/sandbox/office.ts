import type { Equipment } from "../core/model.ts";

/** What an office is made of. `key` is the sandbox's own name; each vendor knows the same thing by ids of its own. */

export interface Department {
  readonly key: string;
  readonly name: string;
  readonly parentKey?: string;
  readonly dingtalk: { readonly deptId: number };
  readonly feishu: { readonly openDepartmentId: string };
}

/** Somebody who chats. The rest of the staff (`other:<n>` as a meeting's organiser) only hold rooms. */
export interface Colleague {
  readonly key: string;
  readonly name: string;
  readonly englishName: string;
  readonly departmentKey: string;
  readonly isAdmin: boolean;
  /** Belongs to another organisation and is only a guest in some chats. */
  readonly isOutsider?: boolean;
  readonly dingtalk: { readonly userId: string; readonly unionId: string };
  readonly feishu: { readonly openId: string; readonly unionId: string; readonly userId: string };
}

/** A place that holds rooms: a building, or a floor in one. */
export interface Place {
  readonly key: string;
  readonly name: string;
  readonly parentKey?: string;
  /** What applies in place of the settings of each room in it. Feishu has such rules; DingTalk has none and does not know them. */
  readonly rules?: PlaceRules;
  readonly dingtalk: { readonly groupId: number };
  readonly feishu: { readonly levelId: string };
}

/** An administrator's settings of a room; the vendors word and enforce them each in their way. */
export interface OfficeRoomRules {
  readonly bookableBy:
    | "everyone"
    | "admins"
    | { readonly people: readonly string[]; readonly departments: readonly string[] };
  readonly minMinutes?: number;
  readonly maxMinutes?: number;
  readonly daysAhead?: number;
  /** Local time of day at which the furthest day opens. */
  readonly opensAt?: string;
  readonly dailyMinutes?: { readonly from: number; readonly to: number };
  /** No `endMs`: for ever. */
  readonly closed?: { readonly startMs: number; readonly endMs?: number; readonly reason: string };
  readonly approval?: "standard" | "custom";
  /** Only longer meetings need approval. Feishu can do that; DingTalk cannot and does not know it. */
  readonly approvalOverMinutes?: number;
  readonly recurring: boolean;
}

export type PlaceRules = Partial<
  Pick<OfficeRoomRules, "bookableBy" | "maxMinutes" | "daysAhead" | "opensAt" | "dailyMinutes">
>;

export interface OfficeRoom {
  readonly key: string;
  readonly name: string;
  readonly placeKey: string;
  readonly capacity?: number;
  readonly equipment: readonly Equipment[];
  readonly rules: OfficeRoomRules;
  readonly dingtalk: { readonly roomId: string };
  readonly feishu: { readonly roomId: string };
}

/** A chat that the bot is in. Direct chats are one per colleague. */
export interface OfficeChat {
  readonly key: string;
  readonly title: string;
  readonly kind: "group" | "direct";
  readonly memberKeys: readonly string[];
  readonly dingtalk: { readonly conversationId: string };
  readonly feishu: { readonly chatId: string };
}

export interface Office {
  readonly zone: string;
  readonly departments: readonly Department[];
  readonly colleagues: readonly Colleague[];
  readonly places: readonly Place[];
  readonly rooms: readonly OfficeRoom[];
  readonly chats: readonly OfficeChat[];
}
