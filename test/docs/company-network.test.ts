import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as createProxy, type IncomingMessage, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { clearAway, freeroom, freshFolder } from "../process/child.ts";

/** Names that no resolver knows: only the company's proxy leads to them. */
const HOSTS = { dingtalk: "dingtalk.vendor.test", feishu: "feishu.vendor.test" } as const;
const VENDORS = ["dingtalk", "feishu"] as const;

afterEach(clearAway);

/** Both vendors by HTTPS and WSS under a certificate that only the company's own authority vouches for. */
async function startVendors(sandbox: Sandbox, folder: string) {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = VENDORS.map((vendor) => `DNS:${HOSTS[vendor]}`).join(",");
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-subj", "/CN=company", "-addext", `subjectAltName=${names}`, "-keyout", key, "-out", cert],
    ],
    { stdio: "ignore" },
  );
  const vendorOf = (asked: IncomingMessage) =>
    VENDORS.find((vendor) => asked.headers.host?.startsWith(HOSTS[vendor])) ?? "feishu";
  const onward = (asked: IncomingMessage) =>
    request(new URL(asked.url ?? "/", sandbox[vendorOf(asked)].base), {
      method: asked.method ?? "GET",
      headers: asked.headers,
    });
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (asked, answer) => {
    const there = onward(asked).on("response", async (told) => {
      const chunks: Buffer[] = [];
      for await (const chunk of told) chunks.push(chunk as Buffer);
      const inTheClear = new URL(sandbox[vendorOf(asked)].base).host;
      const body = Buffer.concat(chunks)
        .toString("utf8")
        .replaceAll(`ws://${inTheClear}`, `wss://${HOSTS[vendorOf(asked)]}`);
      const { "content-length": _, ...headers } = told.headers;
      answer.writeHead(told.statusCode ?? 502, headers).end(body);
    });
    asked.pipe(there);
  });
  server.on("upgrade", (asked, socket) => {
    const there = onward(asked).on("upgrade", (told, beyond, head) => {
      const lines = Object.entries(told.headers).map(([name, value]) => `${name}: ${value}`);
      socket.write(["HTTP/1.1 101 Switching Protocols", ...lines, "", ""].join("\r\n"));
      socket.write(head);
      for (const one of [socket, beyond]) one.on("error", () => one.destroy());
      beyond.pipe(socket).pipe(beyond);
    });
    there.on("error", () => socket.destroy()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    cert,
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The only way out: tunnels to the vendors' names, and knows nobody else. */
async function startCompanyProxy(vendorsPort: number) {
  const tunnels = new Set<string>();
  const server = createProxy((_asked, answer) => answer.writeHead(403).end());
  server.on("connect", (asked, client) => {
    tunnels.add(asked.url ?? "");
    const there = connect(vendorsPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(there).pipe(client);
    });
    for (const one of [client, there]) one.on("error", () => one.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, tunnels, close: () => server.close() };
}

it("behind a company's proxy and its own certificates both platforms are heard and answered, and nothing goes around it", {
  timeout: 90_000,
}, async () => {
  const sandbox = await startSandbox({ seed: 7, meetings: "none" });
  const vendors = await startVendors(sandbox, freshFolder());
  const proxy = await startCompanyProxy(vendors.port);
  const { dingtalk, feishu } = sandbox;
  const env = {
    SANDBOX: "off",
    DINGTALK_CLIENT_ID: dingtalk.app.id,
    DINGTALK_CLIENT_SECRET: dingtalk.app.secret,
    DINGTALK_API_BASE: `https://${HOSTS.dingtalk}`,
    DINGTALK_OAPI_BASE: `https://${HOSTS.dingtalk}`,
    FEISHU_APP_ID: feishu.app.id,
    FEISHU_APP_SECRET: feishu.app.secret,
    FEISHU_DOMAIN: `https://${HOSTS.feishu}`,
    FEISHU_ACCOUNTS_DOMAIN: `https://${HOSTS.feishu}`,
    HTTP_PORT: "0",
    HTTPS_PROXY: proxy.url,
  };
  try {
    const untrusting = freeroom(["start"], env);
    await untrusting.says(/"platform":"dingtalk".*certificate was not accepted/);
    await untrusting.says(/"platform":"feishu".*certificate was not accepted/);
    untrusting.signal("SIGTERM");
    await untrusting.exit;

    const bot = freeroom(["start"], { ...env, NODE_EXTRA_CA_CERTS: vendors.cert });
    await bot.says(/Connected to DingTalk/);
    await bot.says(/Connected to Feishu/);
    for (const vendor of VENDORS) {
      const chatKey = directChatKey("emma");
      sandbox[vendor].say("emma", chatKey, "free room tomorrow 3pm 1h");
      const answers = () =>
        sandbox[vendor].lines.filter((line) => line.from === "bot" && line.chatKey === chatKey);
      await vi.waitFor(() => expect(answers().at(-1)?.text).toMatch(/^Free/), 20_000);
    }
    expect([...proxy.tunnels].toSorted()).toEqual(VENDORS.map((vendor) => `${HOSTS[vendor]}:443`));
    bot.signal("SIGTERM");
    expect(await bot.exit).toEqual({ code: 0, signal: null });
  } finally {
    await clearAway();
    proxy.close();
    vendors.close();
    await sandbox.close();
  }
});
