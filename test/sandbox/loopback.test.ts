import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { hangUp, type Loopback, type LoopbackEnv, serveOnLoopback } from "../../src/sandbox/loopback.ts";

const opened: Loopback[] = [];
const serve = async (app: Hono<LoopbackEnv>) => {
  const loopback = await serveOnLoopback(app);
  opened.push(loopback);
  return loopback;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const outcome = (socket: WebSocket) =>
  new Promise<string>((resolve) => {
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_, response) => resolve(`refused ${response.statusCode}`));
    socket.on("error", () => {});
  });

describe("a server on loopback", () => {
  it("answers on 127.0.0.1", async () => {
    const { base } = await serve(new Hono<LoopbackEnv>().get("/", (c) => c.text("here")));
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(base)).text()).toBe("here");
  });

  it("cuts a connection without an answer, and lives on", async () => {
    const app = new Hono<LoopbackEnv>()
      .get("/cut", (c) => {
        hangUp(c);
        return c.text("nobody reads this");
      })
      .get("/", (c) => c.text("here"));
    const { base } = await serve(app);
    await expect(fetch(`${base}/cut`)).rejects.toThrow();
    expect(await (await fetch(base)).text()).toBe("here");
  });

  it("lets in the WebSockets that are accepted, and only those", async () => {
    const loopback = await serve(new Hono<LoopbackEnv>());
    const address = loopback.base.replace("http", "ws");
    expect(await outcome(new WebSocket(`${address}/early`))).toBe("refused 404");
    loopback.onUpgrade(async (upgrade) => {
      if (upgrade.url.searchParams.get("ticket") === "good") (await upgrade.accept()).send("hello");
      else upgrade.refuse(401);
    });
    expect(await outcome(new WebSocket(`${address}/connect?ticket=bad`))).toBe("refused 401");
    const socket = new WebSocket(`${address}/connect?ticket=good`);
    const greeting = await new Promise((resolve) => socket.on("message", (data) => resolve(String(data))));
    expect(greeting).toBe("hello");
  });

  it("ends live sockets at once when it closes", async () => {
    const loopback = await serve(new Hono<LoopbackEnv>());
    loopback.onUpgrade((upgrade) => void upgrade.accept());
    const socket = new WebSocket(loopback.base.replace("http", "ws"));
    expect(await outcome(socket)).toBe("open");
    const closed = new Promise((resolve) => socket.on("close", resolve));
    await loopback.close();
    expect(await closed).toBe(1006);
  });
});
