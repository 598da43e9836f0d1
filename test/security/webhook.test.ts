import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTrustedWebhook, postToWebhook } from "../../src/platforms/dingtalk/session-webhook.ts";

const BASES = ["https://api.dingtalk.com", "https://oapi.dingtalk.com"];

describe("the address that a message says to answer at", () => {
  it.each([
    "https://oapi.dingtalk.com/robot/sendBySession?session=x",
    "https://anything.dingtalk.io/robot/sendBySession?session=x",
    "https://a.b.dingtalk.com:443/x",
  ])("is called where it is DingTalk's: %s", (webhook) => {
    expect(isTrustedWebhook(webhook, BASES)).toBe(true);
  });

  it.each([
    "http://oapi.dingtalk.com.evil.example/x",
    "http://anything.dingtalk.com/x",
    "https://anything.dingtalk.com:8443/x",
    "https://dingtalk.com.evil.example/x",
    "https://evil.example/.dingtalk.com",
    "https://evil.example#.dingtalk.com",
    "https://evil.example?.dingtalk.com",
    "https://evil.example\\.dingtalk.com/x",
    "https://oapi.dingtalk.com@evil.example/x",
    "https://user:pass@oapi.dingtalk.com/x",
    "https://evildingtalk.com/x",
    "https://dingtalk.com/x",
    "https://x.dingtalk.com./x",
    "https://x.dingtalk.co/x",
    "https://x.dingtalk。com.evil.example/x",
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:6379/",
    "http://[::1]:3000/",
    "file:///etc/passwd",
    "gopher://oapi.dingtalk.com/x",
    "javascript:alert(1)",
    "//oapi.dingtalk.com/x",
    "",
    "not an address",
  ])("is not called where it is not: %j", (webhook) => {
    expect(isTrustedWebhook(webhook, BASES)).toBe(false);
  });

  it("is never called at a host that is not DingTalk's, whatever is made of the address", () => {
    const piece = fc.constantFrom(
      ...[
        "https://",
        "http://",
        "oapi.dingtalk.com",
        ".dingtalk.com",
        "evil.example",
        "@",
        ":",
        "/",
        "\\",
        "#",
        "?",
      ],
      ...[".", "%2e", "%40", "\t", "\n", "。", "[::1]", "443", "x"],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const webhook = pieces.join("");
        if (!isTrustedWebhook(webhook, BASES)) return;
        const { protocol, hostname, port, username, password } = new URL(webhook);
        expect({ protocol, port, username, password }).toEqual({
          protocol: "https:",
          port: "",
          username: "",
          password: "",
        });
        expect(hostname).toMatch(/\.dingtalk\.(com|io)$/);
      }),
      { numRuns: 10_000 },
    );
  });

  it("is left where it leads elsewhere: a redirect is not followed", async () => {
    const inside: string[] = [];
    const secret = await listen((path) => {
      inside.push(path);
      return { status: 200 };
    });
    const trusted = await listen(() => ({ status: 307, location: `${secret.base}/inside` }));
    const options = { timeoutMs: 2_000, signal: new AbortController().signal };
    await expect(postToWebhook(`${trusted.base}/x`, { msgtype: "text" }, options)).rejects.toThrow();
    expect(inside).toEqual([]);
    await Promise.all([secret.close(), trusted.close()]);
  });
});

async function listen(answer: (path: string) => { status: number; location?: string }) {
  const server: Server = createServer((request, response) => {
    const { status, location } = answer(request.url ?? "");
    response.writeHead(status, location ? { location } : {}).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
