import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { Hono } from "hono";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ConfigError } from "../src/core/errors.ts";
import { serveHttp } from "../src/http.ts";

let other: Server;
let port: number;
beforeEach(async () => {
  other = createServer();
  port = await new Promise((resolve) =>
    other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)),
  );
});
afterEach(() => new Promise((resolve) => other.close(resolve)));

const app = new Hono().get("/", (context) => context.text("here"));

it("takes a free port where the usual one is taken and none was asked for", async () => {
  const http = await serveHttp(app, { host: "127.0.0.1", port, isPortFixed: false });
  expect(http.origin).not.toBe(`http://127.0.0.1:${port}`);
  expect(await (await fetch(http.origin)).text()).toBe("here");
  await http.close();
  await expect(fetch(http.origin)).rejects.toThrow();
});

it("refuses where the port that was asked for is taken, and says what to do", async () => {
  const address = { host: "127.0.0.1", port, isPortFixed: true };
  await expect(serveHttp(app, address)).rejects.toThrow(ConfigError);
  await expect(serveHttp(app, address)).rejects.toThrow(/HTTP_PORT.*Choose another HTTP_PORT/);
});

it.each([
  ["headers that never end", "GET / HTTP/1.1\r\nHost: x\r\n"],
  ["a body that never comes", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1"],
  ["headers without measure", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(100_000)}\r\n\r\n`],
])("lets go whoever sends %s, and answers others meanwhile", async (_what, sent) => {
  const patience = { headersMs: 200, requestMs: 300, lookEveryMs: 50 };
  const http = await serveHttp(app, { host: "127.0.0.1", port: 0, isPortFixed: true }, patience);
  const slow = connect(Number(new URL(http.origin).port), "127.0.0.1").on("error", () => {});
  slow.resume().write(sent);
  const gone = once(slow, "close");
  expect(await (await fetch(http.origin)).text()).toBe("here");
  await gone;
  await http.close();
});
