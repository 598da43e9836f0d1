import { createServer, request as forward } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { openRig } from "./rig.ts";

/** A proxy as companies run them: forwards plain requests, tunnels the rest, and keeps what it was asked. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { method = "GET", headers } = incoming;
    const onward = forward(incoming.url ?? "", { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.on("connect", (incoming, client) => {
    asked.push(`CONNECT ${incoming.url}`);
    const [host = "", port = ""] = (incoming.url ?? "").split(":");
    const onward = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(onward).pipe(client);
    });
    for (const socket of [client, onward]) socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

it("reaches DingTalk through the proxy, with requests and with the stream", async () => {
  const proxy = await startProxy();
  for (const name of ["no_proxy", "NO_PROXY", "http_proxy"]) vi.stubEnv(name, "");
  vi.stubEnv("HTTP_PROXY", proxy.url);
  const rig = await openRig();
  await rig.platform.listener.start({
    message: async () => {},
    press: async () => undefined,
    roomAnswered: async () => {},
  });
  expect(await rig.platform.directory.nameOf("staff-7")).toBe("阿明");
  expect(proxy.asked).toEqual([
    `POST ${rig.server.base}/v1.0/gateway/connections/open`,
    `CONNECT ${rig.server.base.replace("http://", "")}`,
    `POST ${rig.server.base}/v1.0/oauth2/accessToken`,
    expect.stringContaining(`POST ${rig.server.base}/topapi/v2/user/get`),
  ]);
  await rig.close();
  proxy.close();
});
