import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { Child, freshFolder, ROOT } from "../process/child.ts";

const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8").replace(/\\\n\s*/g, "");
const script = readFileSync(join(ROOT, "deploy/image-steps.sh"), "utf8");
const setting = (name: string): string => new RegExp(`\\b${name}=(\\S+)`).exec(dockerfile)?.[1] ?? "";

/** In place of npm, so that no registry is needed: puts what the lockfile names besides development where `ci` would. */
const NPM = `#!${process.execPath}
const { cpSync, existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
if (process.argv[2] !== "ci" || !process.argv.includes("--omit=dev")) process.exit(1);
const root = ${JSON.stringify(ROOT)};
for (const [path, { dev }] of Object.entries(JSON.parse(readFileSync("package-lock.json", "utf8")).packages)) {
  const from = join(root, path);
  if (path === "" || dev || !existsSync(from)) continue;
  const isInside = (file) => file.slice(from.length + 1).split("/").includes("node_modules");
  cpSync(from, path, { recursive: true, filter: (file) => !isInside(file) });
}
`;

/** What `compose.yaml` says of the bot, as lines. */
const service =
  /^ {2}bot:\n((?: {4}.*\n|\n)+)/m.exec(readFileSync(join(ROOT, "compose.yaml"), "utf8"))?.[1] ?? "";
const unit = readFileSync(join(ROOT, "deploy/freeroom.service"), "utf8");

describe("what may be done to the machine", () => {
  it("is nothing but writing to the storage's folder, in compose.yaml", () => {
    for (const line of ["read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'])
      expect(service.split("\n").map((one) => one.trim())).toContain(line);
    expect(service).not.toMatch(/^ *(ports|privileged|volumes|user):/m);
    // The image says how it is started and where it listens; compose leaves both as they are.
    expect(service).not.toMatch(/^ *(SANDBOX|NODE_ENV|HTTP_\w+):/m);
    expect(setting("HTTP_PORT")).toBe("3000");
  });

  it("is nothing but writing to the storage's folder, in the systemd unit", () => {
    for (const line of [
      "DynamicUser=yes",
      "ProtectSystem=strict",
      "NoNewPrivileges=yes",
      "StateDirectoryMode=0700",
    ])
      expect(unit.split("\n")).toContain(line);
    expect(unit).toMatch(
      /^Environment=NODE_ENV=production SANDBOX=off STORAGE_URL=file:\/var\/lib\/freeroom\//m,
    );
    expect(unit).toMatch(/^ExecStart=\S+ \/opt\/freeroom\/bin\/freeroom\.js start$/m);
    // Longer than the process takes to finish (src/cli.ts).
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(9);
  });
});

describe("the image", () => {
  it("is made by the steps of deploy/image-steps.sh, in their order", () => {
    const inFile = dockerfile.match(/^(WORKDIR|COPY|RUN) .*$/gm);
    const inScript = [...script.matchAll(/^#: (.*)$/gm)].map(([, step]) => step);
    expect(inScript).toEqual(inFile);
    // The one step with a tool in it is done to the letter.
    const install = inFile?.find((line) => line.includes("npm ci"))?.replace("RUN ", "") ?? "none";
    expect(script.split("\n")).toContain(install);
  });

  it("leaves nothing of the checkout behind, is nobody's root, and never begins an imitation", () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(setting("SANDBOX")).toBe("off");
    expect(setting("STORAGE_URL")).toBe("file:/data/freeroom.db");
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\/healthz/m);
    expect(setting("NODE_ENV")).toBe("production");
    expect(readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n")[0]).toBe("*");
  });

  it("runs from what those steps leave, with nothing but the run-time dependencies", {
    timeout: 240_000,
  }, async (test) => {
    const folder = freshFolder(test.onTestFinished);
    const tools = join(folder, "tools");
    mkdirSync(tools);
    writeFileSync(join(tools, "npm"), NPM, { mode: 0o755 });
    const PATH = `${tools}:${process.env.PATH}`;
    await promisify(execFile)(join(ROOT, "deploy/image-steps.sh"), [folder], {
      env: { ...process.env, PATH },
      maxBuffer: 2 ** 24,
    });
    const app = join(folder, "app");
    expect(readdirSync(app).toSorted()).toEqual(["bin", "node_modules", "package.json", "src"]);
    for (const development of ["vitest", "typescript", "@alicloud/dingtalk"])
      expect(existsSync(join(app, "node_modules", development)), development).toBe(false);

    const sandbox = await startSandbox({ seed: 7, meetings: "none" });
    const database = join(folder, "data/freeroom.db");
    const env = {
      NODE_ENV: "production",
      SANDBOX: setting("SANDBOX"),
      STORAGE_URL: `file:${database}`,
      HTTP_PORT: "0",
      FEISHU_APP_ID: sandbox.feishu.app.id,
      FEISHU_APP_SECRET: sandbox.feishu.app.secret,
      FEISHU_DOMAIN: sandbox.feishu.base,
      FEISHU_ACCOUNTS_DOMAIN: sandbox.feishu.base,
    };
    const [command = "", ...args] = JSON.parse(
      /^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? "[]",
    ) as string[];
    const bot = new Child(command, [...args, "start"], app, env);
    test.onTestFinished(async () => {
      bot.signalAll("SIGKILL");
      await bot.exit;
      await sandbox.close();
    });
    const [, address = ""] = await bot.says(/"address":"([^"]+)"/);
    await vi.waitFor(async () => expect((await fetch(`http://${address}/readyz`)).status).toBe(200), 30_000);
    // The image's own check, where the bot listens and where nobody does.
    const [look = "", ...checkArgs] = JSON.parse(
      /HEALTHCHECK .*?CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? "[]",
    ) as string[];
    const check = (port = "") => new Child(look, checkArgs, folder, { HTTP_PORT: port }).exit;
    expect((await check(new URL(`http://${address}`).port)).code).toBe(0);
    expect((await check("1")).code).toBe(1);
    expect(statSync(database).mode & 0o777).toBe(0o600);
    bot.signal("SIGTERM");
    expect(await bot.exit).toEqual({ code: 0, signal: null });
  });
});
