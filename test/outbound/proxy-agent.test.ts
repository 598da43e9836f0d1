import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { proxyAgentFor } from "../../src/outbound/proxy-agent.ts";

const VARIABLES = ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "ws_proxy", "wss_proxy"];

beforeEach(() => {
  for (const name of VARIABLES) for (const one of [name, name.toUpperCase()]) vi.stubEnv(one, "");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const proxyOf = (url: string): string | undefined => {
  const agent = proxyAgentFor(url);
  return agent instanceof HttpsProxyAgent ? agent.proxy.href : undefined;
};

describe("the way out for a connection", () => {
  it("is direct where no proxy is named", () => {
    expect(proxyAgentFor("wss://stream.example/connect")).toBeUndefined();
  });

  it("is the proxy of HTTPS_PROXY for wss as for https, and of HTTP_PROXY for ws as for http", () => {
    vi.stubEnv("HTTPS_PROXY", "http://proxy.example:3128");
    vi.stubEnv("HTTP_PROXY", "http://plain.example:3129");
    for (const url of ["wss://stream.example/connect", "https://api.example/v1"])
      expect(proxyOf(url)).toBe("http://proxy.example:3128/");
    expect(proxyOf("ws://stream.example/connect")).toBe("http://plain.example:3129/");
  });

  it.each(["stream.example", ".example", "*"])("is direct for what NO_PROXY names: %s", (name) => {
    vi.stubEnv("HTTPS_PROXY", "http://proxy.example:3128");
    vi.stubEnv("NO_PROXY", name);
    expect(proxyAgentFor("wss://stream.example:443/connect")).toBeUndefined();
  });

  it("is a tunnel, through which a WebSocket opens", async () => {
    const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    sockets.on("connection", (socket) => socket.send("through the tunnel"));
    const asked: string[] = [];
    const proxy = createServer().on("connect", (request, client) => {
      asked.push(request.url ?? "");
      const [host = "", port = ""] = (request.url ?? "").split(":");
      const onward = connect(Number(port), host, () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        client.pipe(onward).pipe(client);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);

    const target = `127.0.0.1:${(sockets.address() as AddressInfo).port}`;
    const agent = proxyAgentFor(`ws://${target}`);
    const socket = new WebSocket(`ws://${target}`, agent && { agent });
    const said = await new Promise((resolve, reject) => {
      socket.once("message", (data) => resolve(String(data)));
      socket.once("error", reject);
    });
    expect(said).toBe("through the tunnel");
    expect(asked).toEqual([target]);

    socket.terminate();
    sockets.close();
    proxy.closeAllConnections();
    proxy.close();
  });
});
