import { expect, it, vi } from "vitest";
import { openGateway } from "../../src/platforms/dingtalk/gateway.ts";
import * as dingtalkHttp from "../../src/platforms/dingtalk/http.ts";
import { createEndpointHttp } from "../../src/platforms/feishu/endpoint.ts";

const DINGTALK = { clientId: "x", clientSecret: "y", timeoutMs: 1_000 };

it.each([
  ["https://api.dingtalk.com", "wss://wss-open-connection.dingtalk.com:443/connect", true],
  ["https://api.dingtalk.com", "ws://wss-open-connection.dingtalk.com:80/connect", false],
  // Such as a simulator on this machine.
  ["http://127.0.0.1:1", "ws://127.0.0.1:1/connect", true],
])("DingTalk's gateway at %s may lead to %s: %s", async (apiBase, endpoint, may) => {
  const body = { endpoint, ticket: "t" };
  vi.spyOn(dingtalkHttp, "exchange").mockResolvedValueOnce({ status: 200, body });
  const opened = openGateway({ ...DINGTALK, apiBase }, []);
  if (may) expect(await opened).toContain("ticket=t");
  else await expect(opened).rejects.toMatchObject({ kind: "unknown" });
});

it.each([
  ["https://open.feishu.cn", "wss://msg-frontier.feishu.cn/ws/v2?x=1", true],
  ["https://open.feishu.cn", "ws://msg-frontier.feishu.cn/ws/v2?x=1", false],
  ["http://127.0.0.1:1", "ws://127.0.0.1:1/ws", true],
])("Feishu's endpoint at %s may lead to %s: %s", async (domain, address, may) => {
  const asked: string[] = [];
  const http = createEndpointHttp({
    http: { request: async () => ({ code: 0, data: { URL: address, ClientConfig: {} } }) } as never,
    signal: new AbortController().signal,
    onAddress: (url) => void asked.push(url),
    onRefused: () => {},
  });
  const answer = http.request({ method: "post", url: `${domain}/callback/ws/endpoint` });
  if (may) await answer;
  else await expect(answer).rejects.toMatchObject({ kind: "unknown" });
  expect(asked).toEqual(may ? [address] : []);
});
