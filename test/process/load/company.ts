import type { SandboxOptions } from "../../../src/sandbox/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { type ChatLine, directChatKey } from "../../../src/sandbox/sandbox.ts";
import { crowdedOffice, plainRooms } from "../../helpers/offices.ts";
import { type Child, freeroom, freshFolder } from "../child.ts";

export const VENDORS = ["dingtalk", "feishu"] as const;
export type VendorName = (typeof VENDORS)[number];

export interface CompanyOptions {
  readonly instances: number;
  readonly storageUrl: string;
  readonly seed?: number;
  /** `colleague-1` on, each alone in a chat with the bot at both vendors. */
  readonly colleagues: number;
  /** `Room 001` on. */
  readonly rooms: number;
  readonly limits?: SandboxOptions["limits"];
  readonly env?: Readonly<Record<string, string>>;
  readonly whenFinished: (finish: () => void | Promise<void>) => void;
}

/** A vendor's own pace is minutes; a connection that was lost is to be had again within seconds here. */
const CLIENT_PACE = { ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 0, PingInterval: 120 };
/** Says that something is under way, and is replaced by the answer. */
const PROGRESS = /^(Booking|Changing|Searching|Searched) .*…/;

/** A company's office in this process, and several instances of the bot in processes of their own. */
export async function openCompany(options: CompanyOptions) {
  const { whenFinished } = options;
  const sandbox = await startSandbox({
    seed: options.seed ?? 7,
    office: { ...crowdedOffice(options.colleagues), rooms: plainRooms(options.rooms) },
    meetings: "none",
    roomAnswerMs: [10, 40],
    feishuPace: { client: CLIENT_PACE, redeliveryMs: [3_000, 5_000, 10_000, 20_000] },
    ...(options.limits && { limits: options.limits }),
  });
  sandbox.dingtalk.switches.redeliverAfterMs = 3_000;
  for (const vendor of VENDORS) sandbox[vendor].events.setMaxListeners(0);
  sandbox.trace.setMaxListeners(0);
  const folder = freshFolder(whenFinished);
  const everStarted: Child[] = [];
  whenFinished(async () => {
    for (const bot of everStarted) bot.signalAll("SIGKILL");
    await Promise.all(everStarted.map((bot) => bot.exit));
    await sandbox.close();
  });
  const start = (): Child => {
    const env = { ...settings(sandbox), STORAGE_URL: options.storageUrl, ...options.env };
    const bot = freeroom(["start"], env, folder);
    everStarted.push(bot);
    return bot;
  };
  /** Resolves once the instance hears people of both vendors. */
  const listens = async (bot: Child): Promise<Child> => {
    await bot.says(/Connected to DingTalk/);
    await bot.says(/Connected to Feishu/);
    return bot;
  };
  const bots = Array.from({ length: options.instances }, start);
  await Promise.all(bots.map(listens));
  return {
    sandbox,
    /** The instances; one that was ended is replaced where it stood. */
    bots,
    everStarted: everStarted as readonly Child[],
    start,
    listens,
    /** What the bot said to somebody, each message once and as it stands now. */
    heard(vendor: VendorName, key: string): ChatLine[] {
      const lines = sandbox[vendor].lines.filter(
        ({ from, chatKey }) => from === "bot" && chatKey === directChatKey(key),
      );
      const last = [...new Map(lines.map((line) => [line.id, line])).values()];
      return last.filter(({ text }) => !PROGRESS.test(text.trim()));
    },
    /** Somebody writes to the bot; returns the message's id in the bot's log. */
    say: (vendor: VendorName, key: string, text: string, copies = 1): string =>
      `${vendor}:${sandbox[vendor].say(key, directChatKey(key), text, { copies })}`,
    /** Where an instance's `/readyz` and `/metrics` are. */
    async addressOf(bot: Child): Promise<string> {
      const [, address] = await bot.says(/"listening","address":"([^"]+)"|"address":"([^"]+)"/);
      return `http://${address ?? /"address":"([^"]+)"/.exec(bot.stdout)?.[1]}`;
    },
  };
}

export type Company = Awaited<ReturnType<typeof openCompany>>;

const settings = ({ dingtalk, feishu }: Sandbox): Record<string, string> => ({
  DINGTALK_CLIENT_ID: dingtalk.app.id,
  DINGTALK_CLIENT_SECRET: dingtalk.app.secret,
  DINGTALK_API_BASE: dingtalk.base,
  DINGTALK_OAPI_BASE: dingtalk.base,
  FEISHU_APP_ID: feishu.app.id,
  FEISHU_APP_SECRET: feishu.app.secret,
  FEISHU_DOMAIN: feishu.base,
  FEISHU_ACCOUNTS_DOMAIN: feishu.base,
  TOKEN_KEY: Buffer.alloc(32, 7).toString("base64"),
  HTTP_PORT: "0",
});
