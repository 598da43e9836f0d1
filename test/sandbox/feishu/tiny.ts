import { Client, EventDispatcher, WSClient } from "@larksuiteoapi/node-sdk";
import { MovableClock } from "../../../src/sandbox/clock.ts";
import { Faults } from "../../../src/sandbox/faults.ts";
import type { Pace } from "../../../src/sandbox/feishu/connections.ts";
import { type Feishu, startFeishu } from "../../../src/sandbox/feishu/index.ts";
import type { Limits } from "../../../src/sandbox/feishu/limits.ts";
import type { Office, OfficeRoom, OfficeRoomRules } from "../../../src/sandbox/office.ts";
import { directChatKey, type SandboxGround } from "../../../src/sandbox/sandbox.ts";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import { Trace } from "../../../src/sandbox/trace.ts";
import { World } from "../../../src/sandbox/world.ts";

/** Monday, 9:00 in Shanghai. */
export const MONDAY_9 = Date.parse("2026-03-09T09:00:00+08:00");
export const HOUR = 3_600_000;

const dingtalk = { roomId: "", conversationId: "", userId: "", unionId: "", groupId: 0, deptId: 0 };

const room = (
  key: string,
  name: string,
  placeKey: string,
  rules: Partial<OfficeRoomRules> = {},
): OfficeRoom => ({
  key,
  name,
  placeKey,
  capacity: 8,
  equipment: ["tv", "whiteboard"],
  rules: { bookableBy: "everyone", recurring: true, ...rules },
  dingtalk,
  feishu: { roomId: feishuIds.roomId(key) },
});

const people = [
  ["ann", "安娜", "dev", false, false],
  ["bo", "Bo", "dev-web", false, false],
  ["chief", "陈总", "sales", true, false],
  ["guest", "客人", "sales", false, true],
] as const;

const tinyOffice = (): Office => ({
  zone: "Asia/Shanghai",
  departments: [
    { key: "dev", name: "研发", dingtalk, feishu: { openDepartmentId: feishuIds.openDepartmentId("dev") } },
    {
      key: "dev-web",
      name: "前端",
      parentKey: "dev",
      dingtalk,
      feishu: { openDepartmentId: feishuIds.openDepartmentId("dev-web") },
    },
    {
      key: "sales",
      name: "销售",
      dingtalk,
      feishu: { openDepartmentId: feishuIds.openDepartmentId("sales") },
    },
  ],
  colleagues: people.map(([key, name, departmentKey, isAdmin, isOutsider]) => ({
    key,
    name,
    englishName: key,
    departmentKey,
    isAdmin,
    isOutsider,
    dingtalk,
    feishu: {
      openId: feishuIds.openId(key),
      unionId: feishuIds.unionId(key),
      userId: feishuIds.userId(key),
    },
  })),
  places: [
    { key: "tower", name: "Tower", dingtalk, feishu: { levelId: feishuIds.levelId("tower") } },
    { key: "f1", name: "1F", parentKey: "tower", dingtalk, feishu: { levelId: feishuIds.levelId("f1") } },
    { key: "f2", name: "2F", parentKey: "tower", dingtalk, feishu: { levelId: feishuIds.levelId("f2") } },
    {
      key: "f3",
      name: "3F",
      parentKey: "tower",
      rules: {
        dailyMinutes: { from: 540, to: 1_080 },
        bookableBy: { people: ["chief"], departments: ["dev-web"] },
      },
      dingtalk,
      feishu: { levelId: feishuIds.levelId("f3") },
    },
  ],
  rooms: [
    room("oak", "Oak", "f1"),
    room("elm", "榆树", "f1"),
    room("approved", "Approved", "f1", { approval: "standard" }),
    room("long-approved", "Long approved", "f1", { approvalOverMinutes: 100 }),
    room("covered", "Covered", "f3", { maxMinutes: 60, bookableBy: "admins" }),
    room("bosses", "Bosses", "f2", { bookableBy: "admins" }),
    room("developers", "Developers", "f2", { bookableBy: { people: ["chief"], departments: ["dev"] } }),
    room("short", "Short", "f2", { maxMinutes: 60, daysAhead: 7, opensAt: "09:30" }),
    room("office-hours", "Office hours", "f2", { dailyMinutes: { from: 540, to: 1_080 } }),
    room("shut", "Shut", "f2", {
      closed: { startMs: MONDAY_9 - HOUR, endMs: MONDAY_9 + 24 * HOUR, reason: "维修" },
    }),
    room("gone", "Gone", "f2", { closed: { startMs: MONDAY_9 - HOUR, reason: "改作仓库" } }),
    room("soon-shut", "Soon shut", "f2", {
      closed: { startMs: MONDAY_9 + 48 * HOUR, endMs: MONDAY_9 + 72 * HOUR, reason: "刷漆" },
    }),
    { ...room("boundless", "Boundless", "f2"), equipment: [] },
  ],
  chats: [
    {
      key: "team",
      title: "Team",
      kind: "group",
      memberKeys: ["ann", "bo", "guest"],
      dingtalk,
      feishu: { chatId: feishuIds.chatId("team") },
    },
    ...people.map(([key, name]) => ({
      key: directChatKey(key),
      title: name,
      kind: "direct" as const,
      memberKeys: [key],
      dingtalk,
      feishu: { chatId: feishuIds.chatId(directChatKey(key)) },
    })),
  ],
});

export interface Started {
  readonly ground: SandboxGround;
  readonly vendor: Feishu;
  readonly client: Client;
  /** A raw call with a fresh token, or with the one given (`null`: none). */
  call(
    method: string,
    path: string,
    options?: { body?: unknown; token?: string | null; type?: string },
  ): Promise<{ status: number; headers: Headers; text: string; json: Body }>;
  token(): Promise<string>;
  /** An access token of a colleague who has agreed to all that a room bot asks for. */
  link(colleagueKey: string): Promise<string>;
  /** An official long connection; resolves when it is ready. */
  listen(handlers: Record<string, (data: never) => unknown>): Promise<WSClient>;
  close(): Promise<void>;
}

/** Fields of answers that tests look into; which of them are there depends on the call. */
interface Body {
  readonly code: number;
  readonly msg: string;
  readonly tenant_access_token: string;
  readonly expire: number;
  readonly bot: { readonly open_id: string; readonly app_name: string };
  readonly error: { readonly log_id: string; readonly permission_violations?: readonly object[] };
  readonly data: {
    readonly URL: string;
    readonly ClientConfig: object;
    readonly message_id: string;
    readonly freebusy_list: readonly object[];
    readonly freebusy_lists: readonly object[];
    readonly items: readonly object[];
  };
}

interface Linking {
  readonly user_code: string;
  readonly device_code: string;
  readonly access_token: string;
}

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} };

const USER_SCOPES = [
  "calendar:calendar",
  "contact:contact.base:readonly",
  "vc:room:readonly",
  "offline_access",
].join(" ");

/** Feishu with a tiny office, the official client on it, and no patience lost: rooms answer after 10 to 20 ms. */
export async function startTiny(
  options: { limits?: Partial<Limits>; pace?: Partial<Pace>; roomAnswerMs?: [number, number] } = {},
): Promise<Started> {
  const clock = new MovableClock(MONDAY_9);
  const ground: SandboxGround = {
    clock,
    world: new World(tinyOffice(), clock),
    faults: new Faults(),
    trace: new Trace(),
    roomAnswerMs: options.roomAnswerMs ?? [10, 20],
    random: Math.random,
  };
  const pace = { redeliveryMs: [60, 60], ...options.pace };
  const vendor = await startFeishu(ground, options.limits, pace);
  const app = {
    appId: vendor.app.id,
    appSecret: vendor.app.secret,
    domain: vendor.base,
    oauthBaseUrl: vendor.base,
    logger: silent,
  };
  const listeners: WSClient[] = [];

  const call: Started["call"] = async (
    method,
    path,
    { body, token, type = "application/json; charset=utf-8" } = {},
  ) => {
    const bearer = token === undefined ? await started.token() : token;
    const response = await fetch(`${vendor.base}${path}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { "content-type": type }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
  const started: Started = {
    ground,
    vendor,
    client: new Client(app),
    call,
    token: async () => {
      const credentials = { app_id: vendor.app.id, app_secret: vendor.app.secret };
      const path = "/open-apis/auth/v3/tenant_access_token/internal";
      return (await call("POST", path, { body: credentials, token: null })).json.tenant_access_token;
    },
    link: async (colleagueKey) => {
      const { id, secret } = vendor.app;
      const post = async (path: string, form: Record<string, string>) => {
        const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
        const headers = form.client_secret === undefined ? { authorization } : {};
        const body = new URLSearchParams({ client_id: id, ...form });
        return (await fetch(`${vendor.base}${path}`, { method: "POST", headers, body })).json();
      };
      const asked = (await post("/oauth/v1/device_authorization", { scope: USER_SCOPES })) as Linking;
      vendor.answerLink(colleagueKey, asked.user_code, "approved");
      const granted = (await post("/oauth/v3/token", {
        grant_type: "urn:ietf:params:oauth:grant-type:device_code",
        device_code: asked.device_code,
        client_secret: secret,
      })) as Linking;
      return granted.access_token;
    },
    listen: (handlers) =>
      new Promise((resolve, reject) => {
        const listener: WSClient = new WSClient({
          ...app,
          onReady: () => resolve(listener),
          onError: reject,
        });
        listeners.push(listener);
        void listener.start({
          eventDispatcher: new EventDispatcher({ logger: silent }).register(handlers as never),
        });
      }),
    close: async () => {
      for (const listener of listeners) listener.close({ force: true });
      await vendor.close();
    },
  };
  return started;
}

export const roomId = feishuIds.roomId;
export const openId = feishuIds.openId;
/** Unix seconds as the calendar wants them. */
export const at = (epochMs: number) => ({ timestamp: String(epochMs / 1_000), timezone: "Asia/Shanghai" });
