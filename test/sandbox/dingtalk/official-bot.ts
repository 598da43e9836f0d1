import axios from "axios";
import { DWClient, type DWClientDownStream } from "dingtalk-stream";
import { afterEach, expect, vi } from "vitest";
import type { DingTalk } from "../../../src/sandbox/dingtalk/index.ts";

export const ROBOT_TOPIC = "/v1.0/im/bot/messages/get";
const clients: OfficialBot[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
  vi.restoreAllMocks();
});

/** The official stream client, with the only thing changed that it has no option for: the gateway's address. */
export class OfficialBot extends DWClient {
  readonly heard: DWClientDownStream[] = [];
  readonly gateway: string;

  constructor(dingtalk: DingTalk, answers = true) {
    super({ clientId: dingtalk.app.id, clientSecret: dingtalk.app.secret });
    this.config.autoReconnect = false;
    this.config.subscriptions = [];
    this.gateway = dingtalk.base;
    this.registerCallbackListener(ROBOT_TOPIC, (frame: DWClientDownStream) => {
      this.heard.push(frame);
      if (answers) this.socketCallBackResponse(frame.headers.messageId, null);
    });
    clients.push(this);
  }

  override async getEndpoint(): Promise<this> {
    const { clientId, clientSecret, subscriptions } = this.config;
    const { data } = await axios.post(
      `${this.gateway}/v1.0/gateway/connections/open`,
      { clientId, clientSecret, ua: "test", subscriptions },
      { headers: { Accept: "application/json" } },
    );
    return Object.assign(this, { dw_url: `${data.endpoint}?ticket=${data.ticket}` });
  }

  messages(): Record<string, unknown>[] {
    return this.heard.map((frame) => JSON.parse(frame.data));
  }
}

/** A bot that is connected; `prepare` is called before it is. */
export const connected = async (
  dingtalk: DingTalk,
  { answers = true, prepare = (_: OfficialBot): void => {} } = {},
): Promise<OfficialBot> => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  const bot = new OfficialBot(dingtalk, answers);
  prepare(bot);
  await bot.connect();
  expect(bot.connected).toBe(true);
  return bot;
};
