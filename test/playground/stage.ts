import { EventEmitter } from "node:events";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { Faults } from "../../src/sandbox/faults.ts";
import type { Office } from "../../src/sandbox/office.ts";
import { type ChatLine, directChatKey, type Vendor } from "../../src/sandbox/sandbox.ts";
import { Trace } from "../../src/sandbox/trace.ts";
import { World } from "../../src/sandbox/world.ts";

/** Wednesday 11 March 2026, 10:07 in Shanghai. */
export const NOW = Date.parse("2026-03-11T10:07:00+08:00");

export const OFFICE: Office = {
  zone: "Asia/Shanghai",
  departments: [{ key: "dev", name: "研发", dingtalk: { deptId: 2 }, feishu: { openDepartmentId: "od-2" } }],
  colleagues: [
    ["lei", "李雷", "Leo Li"],
    ["mei", "韩梅梅", "May Han"],
  ].map(([key = "", name = "", englishName = ""]) => ({
    key,
    name,
    englishName,
    departmentKey: "dev",
    isAdmin: key === "mei",
    dingtalk: { userId: key, unionId: key },
    feishu: { openId: `ou_${key}`, unionId: key, userId: key },
  })),
  places: [
    { key: "a", name: "总部A座", dingtalk: { groupId: 1 }, feishu: { levelId: "omb_1" } },
    { key: "a3", name: "3层", parentKey: "a", dingtalk: { groupId: 2 }, feishu: { levelId: "omb_2" } },
  ],
  rooms: [
    {
      key: "everest",
      name: "<b>Everest</b>",
      placeKey: "a3",
      capacity: 8,
      equipment: ["tv"],
      rules: { bookableBy: "everyone", recurring: true },
      dingtalk: { roomId: "1" },
      feishu: { roomId: "omm_1" },
    },
  ],
  chats: [
    ["team", ["lei", "mei"]] as const,
    ["alone", ["mei"]] as const,
    [directChatKey("lei"), ["lei"]] as const,
  ].map(([key, memberKeys]) => ({
    key,
    title: key,
    kind: key.startsWith("direct:") ? "direct" : "group",
    memberKeys,
    dingtalk: { conversationId: key },
    feishu: { chatId: key },
  })),
};

/** A vendor without a wire: it notes what people do, and says what a test lets it say. */
export class NotedVendor implements Vendor {
  readonly base = "http://127.0.0.1:1";
  readonly app = { id: "app", secret: "app-secret" };
  readonly lines: ChatLine[] = [];
  readonly events: Vendor["events"] = new EventEmitter();
  readonly said: { who: string; chat: string; text: string; options: Parameters<Vendor["say"]>[3] }[] = [];
  readonly pressed: { who: string; line: string; value: unknown; form?: unknown }[] = [];
  /** What pressing shows, or the error it ends with. */
  shown: string | Error | undefined;
  live = 1;

  connections = () => this.live;
  dropConnections = () => {
    this.live = 0;
  };
  close = async () => {};

  say: Vendor["say"] = (who, chat, text, options) => {
    this.said.push({ who, chat, text, options });
    return this.tell({ id: `m${this.lines.length + 1}`, chatKey: chat, from: who, text }).id;
  };

  press: Vendor["press"] = async (who, line, value, form) => {
    this.pressed.push({ who, line, value, ...(form && { form }) });
    if (this.shown instanceof Error) throw this.shown;
    return this.shown;
  };

  /** A line appears. */
  tell(line: Pick<ChatLine, "id"> & Partial<ChatLine>): ChatLine {
    const told: ChatLine = {
      chatKey: directChatKey("lei"),
      from: "bot",
      atMs: NOW,
      text: "",
      raw: { sessionWebhook: "http://127.0.0.1:1/secret" },
      buttons: [],
      isUpdate: false,
      ...line,
    };
    this.lines.push(told);
    this.events.emit("line", told);
    return told;
  }
}

export function openStage() {
  const clock = new MovableClock(NOW);
  return {
    clock,
    faults: new Faults(),
    trace: new Trace(),
    world: new World(OFFICE, clock),
    dingtalk: Object.assign(new NotedVendor(), {
      switches: { isEveryRoomTaken: false },
      pushes: new EventEmitter<{ heard: [] }>(),
    }),
    feishu: Object.assign(new NotedVendor(), { images: new Map<string, Uint8Array>() }),
  };
}
