import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./child.ts";

const compose = readFileSync(join(ROOT, "compose.yaml"), "utf8");

it("compose.yaml has no item of a list that YAML would take for a mapping", () => {
  expect(compose.match(/^ *- (?!["'[{])[^#\n]*:(?: .*)?$/gm)).toBeNull();
});

it("compose.yaml asks an instance on its own port whether it is ready, and takes no for an answer", async () => {
  const [, quoted = ""] = /- --eval\n(?: *#.*\n)* *- (".*")$/m.exec(compose) ?? [];
  // Compose makes one dollar sign of two.
  const script = (JSON.parse(quoted) as string).replaceAll("$$", "$");
  let status = 200;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const exitCode = async (): Promise<number> => {
    const child = spawn(process.execPath, ["--eval", script], { env: { HTTP_PORT: String(port) } });
    const [code] = await once(child, "exit");
    return code;
  };
  expect(await exitCode()).toBe(0);
  status = 503;
  expect(await exitCode()).toBe(1);
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  expect(await exitCode()).toBe(1);
  expect(asked).toEqual(["/readyz", "/readyz"]);
});
