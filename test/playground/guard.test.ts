import { describe, expect, it } from "vitest";
import { isOwnHost } from "../../src/playground/guard.ts";
import { openPage, TOKEN } from "./browser.ts";

const PATHS = ["/", "/web/main.js", "/api/office", "/api/events"];
const SAYING = { vendor: "dingtalk", colleague: "lei", chat: "direct:lei", text: "free room 3pm" };

describe("the printed URL", () => {
  it("gives a cookie that scripts and other sites cannot use, and takes the token out of the address", async () => {
    const answer = await openPage().get(`/?token=${TOKEN}`, { cookie: undefined });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/");
    const cookie = answer.headers.get("set-cookie");
    expect(cookie).toContain(`freeroom-3000=${TOKEN};`);
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
  });

  it("works from a link on another site, whose redirect leaves the cookie behind, by one more step", async () => {
    const page = openPage();
    const led = await page.get("/", { cookie: undefined, "sec-fetch-site": "cross-site" });
    expect(led.status).toBe(403);
    expect(await led.text()).toContain('<meta http-equiv="refresh" content="0;url=/">');
    const again = await page.get("/", { cookie: undefined, "sec-fetch-site": "same-origin" });
    expect(again.status).toBe(403);
    expect(await again.text()).not.toContain("refresh");
  });

  it.each(["wrong", "", `${TOKEN}0`, TOKEN.slice(1)])("is refused with the token %j", async (token) => {
    const answer = await openPage().get(`/?token=${token}`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });
});

describe.each(PATHS)("GET %s", (path) => {
  it("is answered to the page itself", async () => {
    const answer = await openPage().get(path);
    expect(answer.status).toBe(200);
    await answer.body?.cancel();
  });

  it.each([
    ["no token", { cookie: undefined }],
    ["a wrong token", { cookie: "freeroom-3000=0f1e2d3c4b5a69788796a5b4c3d2e1ff" }],
    ["the cookie of a bot on another port", { cookie: `freeroom-3001=${TOKEN}` }],
  ])("tells somebody with %s where to find it", async (_, headers) => {
    const answer = await openPage().get(path, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("Open the URL that freeroom printed");
  });

  it.each([
    "evil.example:3000",
    "127.0.0.1:3001",
    "127.0.0.1",
    "127.0.0.1:3000@evil.example",
    "evil.example#",
  ])("is refused under the host %s", async (host) => {
    const answer = await openPage().get(path, { host });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("does not answer for the host");
  });

  it.each(["http://evil.example", "http://127.0.0.1:4711", "https://127.0.0.1:3000", "null"])(
    "is refused to the origin %s",
    async (origin) => {
      const answer = await openPage().get(path, { origin });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain("does not answer to the origin");
    },
  );

  it("lets nothing else run, frame or sniff the answer", async () => {
    const answer = await openPage().get(path);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    await answer.body?.cancel();
  });
});

describe.each(["/api/say", "/api/press"])("POST %s", (path) => {
  it.each([
    ["no token", { cookie: undefined }],
    ["a wrong token", { cookie: "freeroom-3000=wrong" }],
    ["no origin", { origin: undefined }],
    ["a foreign origin", { origin: "http://evil.example" }],
    ["the origin of another port", { origin: "http://127.0.0.1:4711" }],
    ["a foreign host", { host: "evil.example:3000", origin: "http://evil.example:3000" }],
  ])("does nothing for somebody with %s", async (_, headers) => {
    const page = openPage();
    const answer = await page.post(path, SAYING, headers);
    expect(answer.status).toBe(403);
    expect(page.dingtalk.said).toEqual([]);
  });
});

describe("a server's own hosts", () => {
  it.each([
    ["127.0.0.1:3000", "http://127.0.0.1:3000", true],
    ["localhost:3000", "http://127.0.0.1:3000", true],
    ["LOCALHOST:3000", "http://127.0.0.1:3000", true],
    ["[::1]:3000", "http://127.0.0.1:3000", true],
    ["192.168.1.5:3000", "http://127.0.0.1:3000", false],
    ["localhost:3000", "http://192.168.1.5:3000", false],
    ["192.168.1.5:3000", "http://192.168.1.5:3000", true],
    ["192.168.1.5:3000", "http://0.0.0.0:3000", true],
    ["localhost:3000", "http://[::]:3000", true],
    ["evil.example:3000", "http://0.0.0.0:3000", false],
    ["127.0.0.1", "http://127.0.0.1", true],
    ["", "http://127.0.0.1:3000", false],
  ])("%j at %s: %s", (host, origin, expected) => {
    expect(isOwnHost(host, origin)).toBe(expected);
  });
});
