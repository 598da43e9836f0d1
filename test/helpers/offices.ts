import type { Colleague, Office, OfficeChat, OfficeRoom } from "../../src/sandbox/office.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { dingtalkIds, feishuIds } from "../../src/sandbox/seed/ids.ts";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import { WEDNESDAY_10_07 } from "./office.ts";

const numbered = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at + 1));

/** The ordinary office with these rooms instead of its own. */
export function officeWithRooms(rooms: readonly OfficeRoom[]): Office {
  return { ...believableOffice(WEDNESDAY_10_07), rooms };
}

/** Ordinary rooms of four seats, `Room 001` on. */
export function plainRooms(count: number): OfficeRoom[] {
  return numbered(count, (at) => {
    const number = String(at).padStart(3, "0");
    const key = `room-${number}`;
    return {
      key,
      name: `Room ${number}`,
      placeKey: "a8",
      capacity: 4,
      equipment: [],
      rules: { bookableBy: "everyone", recurring: true },
      dingtalk: { roomId: dingtalkIds.roomId(key) },
      feishu: { roomId: feishuIds.roomId(key) },
    };
  });
}

/** The ordinary office with as many more colleagues, `colleague-1` on, each alone in a chat with the bot. */
export function crowdedOffice(count: number): Office {
  const office = believableOffice(WEDNESDAY_10_07);
  const colleagues = numbered(count, (at): Colleague => {
    const key = `colleague-${at}`;
    return {
      key,
      name: `Colleague ${at}`,
      englishName: `Colleague ${at}`,
      departmentKey: "platform",
      isAdmin: false,
      dingtalk: { userId: dingtalkIds.userId(key), unionId: dingtalkIds.unionId(key) },
      feishu: {
        openId: feishuIds.openId(key),
        unionId: feishuIds.unionId(key),
        userId: feishuIds.userId(key),
      },
    };
  });
  const chats = colleagues.map(({ key, name }): OfficeChat => {
    const chatKey = directChatKey(key);
    return {
      key: chatKey,
      title: name,
      kind: "direct",
      memberKeys: [key],
      dingtalk: { conversationId: dingtalkIds.conversationId(chatKey) },
      feishu: { chatId: feishuIds.chatId(chatKey) },
    };
  });
  return {
    ...office,
    colleagues: [...office.colleagues, ...colleagues],
    chats: [...office.chats, ...chats],
  };
}
