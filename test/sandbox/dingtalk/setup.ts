import { createRequire } from "node:module";
import type { Config as OpenApiConfig } from "@alicloud/openapi-client";
import { afterEach } from "vitest";
import { type DingTalk, type DingTalkLimits, startDingTalk } from "../../../src/sandbox/dingtalk/index.ts";
import { type GroundOptions, sandboxGround } from "../../../src/sandbox/ground.ts";
import type { Colleague, OfficeRoom } from "../../../src/sandbox/office.ts";
import type { SandboxGround } from "../../../src/sandbox/sandbox.ts";

/** DingTalk's own clients are CommonJS; `require` gives them as they are typed. */
const require = createRequire(import.meta.url);
export const officialCalendar =
  require("@alicloud/dingtalk/dist/calendar_1_0/client.js") as typeof import("@alicloud/dingtalk/dist/calendar_1_0/client.js");
export const officialRooms =
  require("@alicloud/dingtalk/dist/rooms_1_0/client.js") as typeof import("@alicloud/dingtalk/dist/rooms_1_0/client.js");
export const officialContact =
  require("@alicloud/dingtalk/dist/contact_1_0/client.js") as typeof import("@alicloud/dingtalk/dist/contact_1_0/client.js");
export const officialRobot =
  require("@alicloud/dingtalk/dist/robot_1_0/client.js") as typeof import("@alicloud/dingtalk/dist/robot_1_0/client.js");
export const officialOauth =
  require("@alicloud/dingtalk/dist/oauth2_1_0/client.js") as typeof import("@alicloud/dingtalk/dist/oauth2_1_0/client.js");
const { RuntimeOptions } = require("@alicloud/tea-util") as typeof import("@alicloud/tea-util");
const { Config } = require("@alicloud/openapi-client") as typeof import("@alicloud/openapi-client");

/** A Tuesday. */
export const NOW_MS = Date.parse("2026-03-10T09:00:00+08:00");
export const on = (local: string): number => Date.parse(`${local}:00+08:00`);

const running: DingTalk[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

export interface Setup {
  readonly ground: SandboxGround;
  readonly dingtalk: DingTalk;
  readonly config: OpenApiConfig;
  person(key: string): Colleague;
  room(key: string): OfficeRoom;
  /** The app's token. */
  token(): Promise<string>;
  /** A call to the new API as it is on the wire, with the app's token unless `headers` says otherwise. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<WireAnswer>;
  /** A call to the legacy host's API, with the app's token. */
  oapi(path: string, body?: unknown): Promise<Record<string, unknown>>;
}

interface WireAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** An imitated DingTalk of its own, without other people's meetings unless they are asked for. */
export async function dingTalkOffice(
  options: GroundOptions & { limits?: DingTalkLimits } = {},
): Promise<Setup> {
  const ground = sandboxGround({ nowMs: NOW_MS, meetings: "none", ...options });
  const dingtalk = await startDingTalk(ground, options.limits ?? {});
  running.push(dingtalk);
  const found = <T extends { readonly key: string }>(things: readonly T[], key: string): T => {
    const thing = things.find((one) => one.key === key);
    if (!thing) throw new Error(`the office has no ${key}`);
    return thing;
  };
  const token = async () => {
    const response = await post("/v1.0/oauth2/accessToken", {
      appKey: dingtalk.app.id,
      appSecret: dingtalk.app.secret,
    });
    return String(((await response.json()) as { accessToken: string }).accessToken);
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}, method = "POST") =>
    fetch(`${dingtalk.base}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    ground,
    dingtalk,
    config: new Config({
      protocol: "http",
      endpoint: dingtalk.base.replace("http://", ""),
      regionId: "central",
    }),
    person: (key) => found(ground.world.office.colleagues, key),
    room: (key) => found(ground.world.office.rooms, key),
    token,
    call: async (method, path, body, headers) => {
      const auth = headers ?? { "x-acs-dingtalk-access-token": await token() };
      const response = await post(path, body, auth, method);
      const text = await response.text();
      return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
    },
    oapi: async (path, body = {}) => {
      const response = await post(`${path}?access_token=${await token()}`, body);
      return (await response.json()) as Record<string, unknown>;
    },
  };
}

/** The official clients of one office, and the headers they want. */
export async function officialClients(setup: Setup) {
  const xAcsDingtalkAccessToken = await setup.token();
  return {
    calendar: new officialCalendar.default(setup.config),
    contact: new officialContact.default(setup.config),
    rooms: new officialRooms.default(setup.config),
    robot: new officialRobot.default(setup.config),
    oauth: new officialOauth.default(setup.config),
    headers: { xAcsDingtalkAccessToken },
    runtime: new RuntimeOptions({}),
  };
}

/** The path of a person's events. */
export const eventsPath = (person: Colleague): string =>
  `/v1.0/calendar/users/${person.dingtalk.unionId}/calendars/primary/events`;

/** The body of an event in one zone, from local times. */
export const eventBody = (start: string, end: string, summary = "周会") => ({
  summary,
  start: { dateTime: `${start}:00+08:00`, timeZone: "Asia/Shanghai" },
  end: { dateTime: `${end}:00+08:00`, timeZone: "Asia/Shanghai" },
});
