import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { createAsk, NoAnswer } from "../../src/doctor/ask.ts";
import { networkVerdict } from "../../src/doctor/network.ts";
import { outcomeOf, verdictOn } from "../../src/doctor/verdict.ts";
import { errorOf } from "../../src/platforms/dingtalk/errors.ts";
import { freshFolder } from "../process/child.ts";

/** What the doctor says of an address. */
async function said(url: string): Promise<string> {
  const ask = createAsk(systemClock, 5_000);
  const outcome = await outcomeOf(ask, { method: "GET", url }, (answer) => errorOf(answer, "try"));
  return verdictOn(outcome, []).result.en;
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

it("a certificate that nobody vouches for is told as one, and what to do", async () => {
  const folder = freshFolder();
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
    ...["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")],
  ]);
  expect(made.status, String(made.stderr)).toBe(0);
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => readFileSync(join(folder, name)));
  const port = await portOf(createHttpsServer({ key, cert }));
  expect(await said(`https://127.0.0.1:${port}/`)).toBe(
    `the certificate of 127.0.0.1:${port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
  );
});

it("https where only http is spoken is told as that", async () => {
  const port = await portOf(createHttpServer());
  expect(await said(`https://127.0.0.1:${port}/`)).toMatch(/does not speak TLS \((EPROTO|ERR_SSL_\w+)\)$/);
});

it("a proxy that wants a password is told as that, and nobody else is asked", async () => {
  const asked: string[] = [];
  const proxy = createHttpServer();
  proxy.on("connect", ({ url = "" }, socket) => {
    asked.push(url);
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  const address = `http://127.0.0.1:${await portOf(proxy)}`;
  for (const name of ["HTTPS_PROXY", "https_proxy"]) vi.stubEnv(name, address);
  for (const name of ["NO_PROXY", "no_proxy"]) vi.stubEnv(name, "");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  expect(await said("https://freeroom-doctor.invalid/")).toBe("the proxy wants a user and a password");
  expect(asked).toEqual(["freeroom-doctor.invalid:443"]);
});

it.each([
  ["ENOTFOUND", /name of api\.dingtalk\.com:443 is not known/, /DNS/],
  ["EAI_AGAIN", /name of api\.dingtalk\.com:443 is not known/, /HTTPS_PROXY/],
  ["ECONNREFUSED", /takes no connection/, /HTTPS_PROXY/],
  ["ETIMEDOUT", /no answer from api\.dingtalk\.com:443/, /network's people/],
  ["SELF_SIGNED_CERT_IN_CHAIN", /certificate .* is not trusted/, /NODE_EXTRA_CA_CERTS/],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /certificate .* is not trusted/, /NODE_EXTRA_CA_CERTS/],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", /certificate .* is not trusted/, /NODE_EXTRA_CA_CERTS/],
  ["CERT_HAS_EXPIRED", /certificate .* is out of date/, /clock/],
  ["EPROTO", /does not speak TLS/, /http and https/],
  ["ECONNRESET", /was cut/, /stands in between/],
])("%s on the way is told plainly", (code, words, whose) => {
  const { mark, result, todo } = networkVerdict(new NoAnswer(code, "api.dingtalk.com:443"));
  expect(mark).toBe("wrong");
  expect(result.en).toMatch(words);
  expect(result.en).toContain(`(${code})`);
  expect(todo?.en).toMatch(whose);
});
