import { join } from "node:path";
import { expect, vi } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { silentLogger } from "../../../src/core/logger.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import type { Office, OfficeChat } from "../../../src/sandbox/office.ts";
import { type ChatLine, directChatKey } from "../../../src/sandbox/sandbox.ts";
import { dingtalkIds, feishuIds } from "../../../src/sandbox/seed/ids.ts";
import type { Meeting } from "../../../src/sandbox/world.ts";
import { createSqliteStorage } from "../../../src/storage/sqlite.ts";
import { crowdedOffice, plainRooms } from "../../helpers/offices.ts";
import { type Child, freeroom, freshFolder } from "../child.ts";

export const VENDORS = ["dingtalk", "feishu"] as const;
export type VendorName = (typeof VENDORS)[number];

const MOST_COLLEAGUES = 60;
/** The vendors' limits are another test's business. */
const PLENTY = 100_000;
const PROGRESS = /^(Booking|Changing|Searching) .*…/;

/** A colleague in a chat with the bot, and two rooms that nobody else wants. */
export interface Seat {
  readonly vendor: VendorName;
  readonly key: string;
  readonly chatKey: string;
  readonly guestKey: string;
  readonly room: string;
  readonly other: string;
}

const numbered = (at: number): string => `Room ${String(at).padStart(3, "0")}`;
const colleague = (at: number): string => `colleague-${at}`;
/** Who is in the group with whom, and invited to what is booked there. */
const guestOf = (at: number): string => colleague(MOST_COLLEAGUES + at);
const groupOf = (key: string): string => `${key}-and-guest`;

/** Many colleagues, each alone with the bot and in a group with a guest, and rooms enough for all. */
function largeOffice(): Office {
  const office = crowdedOffice(2 * MOST_COLLEAGUES);
  const groups = Array.from({ length: MOST_COLLEAGUES }, (_, at): OfficeChat => {
    const key = groupOf(colleague(at + 1));
    return {
      key,
      title: key,
      kind: "group",
      memberKeys: [colleague(at + 1), guestOf(at + 1)],
      dingtalk: { conversationId: dingtalkIds.conversationId(key) },
      feishu: { chatId: feishuIds.chatId(key) },
    };
  });
  return { ...office, rooms: plainRooms(2 * MOST_COLLEAGUES), chats: [...office.chats, ...groups] };
}

export type WhenFinished = (finish: () => void | Promise<void>) => void;

/** A setting of the whole organisation. */
export type House = "one room at a time";

/** Both vendors in this process, and a folder in which one bot after the other keeps its storage. */
export async function openCrashOffice(whenFinished: WhenFinished, house?: House) {
  const sandbox = await startSandbox({
    seed: 7,
    office: largeOffice(),
    meetings: "none",
    roomAnswerMs: [10, 40],
    limits: {
      dingtalkPerSecond: PLENTY,
      dingtalkRepliesPerMinute: PLENTY,
      feishuPerSecond: PLENTY,
      feishuPerMinute: PLENTY,
    },
  });
  sandbox.dingtalk.switches.oneRoomPerSlot = house === "one room at a time";
  for (const vendor of VENDORS) sandbox[vendor].events.setMaxListeners(0);
  sandbox.trace.setMaxListeners(0);
  const folder = freshFolder(whenFinished);
  const file = join(folder, "freeroom.db");
  const bots: Child[] = [];
  whenFinished(async () => {
    for (const bot of bots) bot.signalAll("SIGKILL");
    await Promise.all(bots.map((bot) => bot.exit));
    await sandbox.close();
  });

  let seats = 0;
  return {
    sandbox,
    seat(vendor: VendorName, place: "direct" | "group" = "direct"): Seat {
      seats += 1;
      const key = colleague(seats);
      return {
        vendor,
        key,
        chatKey: place === "direct" ? directChatKey(key) : groupOf(key),
        guestKey: guestOf(seats),
        room: numbered(2 * seats - 1),
        other: numbered(2 * seats),
      };
    },
    startBot: () =>
      inTurn(async (): Promise<Child> => {
        const bot = freeroom(["start"], { ...addresses(sandbox), STORAGE_URL: `file:${file}` }, folder);
        bots.push(bot);
        await Promise.all([bot.says(/Connected to DingTalk/), bot.says(/Connected to Feishu/)]);
        return bot;
      }),
    /** What a bot that has ended left in its storage for another to go on with. */
    async leftOpen(): Promise<string[]> {
      const storage = await createSqliteStorage(file, systemClock, silentLogger);
      const messages = await storage.list("inbox:open:");
      const entries = await storage.list("journal:");
      await storage.close();
      const isOver = (value: unknown) => /^(un)?done$/.test((value as { phase: string }).phase);
      const open = entries.filter(({ value }) => !isOver(value));
      return [...messages, ...open].map(({ key }) => key);
    },
  };
}

/** Starting takes a processor for seconds: two at a time, so that a small machine starts each in good time. */
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
let turns = 0;
function inTurn<T>(start: () => Promise<T>): Promise<T> {
  const lane = turns % lanes.length;
  turns += 1;
  const started = (lanes[lane] ?? Promise.resolve()).then(start);
  lanes[lane] = started.catch(() => undefined);
  return started;
}

export type CrashOffice = Awaited<ReturnType<typeof openCrashOffice>>;

const addresses = ({ dingtalk, feishu }: Sandbox): Record<string, string> => ({
  DINGTALK_CLIENT_ID: dingtalk.app.id,
  DINGTALK_CLIENT_SECRET: dingtalk.app.secret,
  DINGTALK_API_BASE: dingtalk.base,
  DINGTALK_OAPI_BASE: dingtalk.base,
  DINGTALK_QPS: String(PLENTY),
  FEISHU_APP_ID: feishu.app.id,
  FEISHU_APP_SECRET: feishu.app.secret,
  FEISHU_DOMAIN: feishu.base,
  FEISHU_ACCOUNTS_DOMAIN: feishu.base,
  FEISHU_QPS: String(PLENTY),
  FEISHU_QPM: String(PLENTY),
  HTTP_PORT: "0",
});

/** What the bot said to somebody, each message once and in its last version; what shows that it works does not count. */
export function finalWords({ sandbox }: CrashOffice, seat: Seat): ChatLine[] {
  const lines = sandbox[seat.vendor].lines.filter(
    ({ from, chatKey }) => from === "bot" && chatKey === seat.chatKey,
  );
  return [...new Map(lines.map((line) => [line.id, line])).values()].filter(
    ({ text }) => !PROGRESS.test(text.trim()),
  );
}

/** The meetings that somebody has, on whosever calendar. */
export const meetingsOf = ({ sandbox }: CrashOffice, { key }: Seat): Meeting[] =>
  sandbox.world
    .meetings()
    .filter(({ organiserKey, attendeeKeys }) => organiserKey === key || attendeeKeys.includes(key));

/** Says something, in a group to the bot and of the guest; returns how its answer is known in the bot's log. */
export function say({ sandbox }: CrashOffice, seat: Seat, text: string): string {
  const { vendor, key, chatKey, guestKey } = seat;
  const inGroup = { mentionsBot: true, mentionKeys: [guestKey] };
  const isGroup = chatKey !== directChatKey(key);
  return `${vendor}:${sandbox[vendor].say(key, chatKey, text, isGroup ? inGroup : {})}`;
}

/** Resolves once the bot is through with a message: answered, and noted that it was. */
export async function isAnswered(bot: Child, message: string, timeoutMs = 40_000): Promise<void> {
  const isIt = (line: string) => line.includes(`"message":"${message}"`) && line.includes('"answered"');
  const look = () => expect(bot.stdout.split("\n").some(isIt), `${message} is answered`).toBe(true);
  await vi.waitFor(look, { timeout: timeoutMs, interval: 50 });
}

/** Says something, and resolves with the last word on it. */
export async function converse(office: CrashOffice, bot: Child, seat: Seat, text: string): Promise<string> {
  await isAnswered(bot, say(office, seat, text));
  return finalWords(office, seat).at(-1)?.text ?? "";
}

/** Has somebody link their Feishu account; resolves once they are told that it is. */
export async function linkAccount(office: CrashOffice, bot: Child, seat: Seat): Promise<void> {
  await isAnswered(bot, say(office, seat, "link"));
  const page = finalWords(office, seat).at(-1)?.links?.[0]?.url ?? "";
  office.sandbox.feishu.answerLink(seat.key, page, "approved");
  const isTold = () => expect(finalWords(office, seat).at(-1)?.text).toMatch(/is linked/);
  await vi.waitFor(isTold, { timeout: 20_000, interval: 50 });
}
