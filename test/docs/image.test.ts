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
    expect(statSync(database).mode & 0o777).toBe(0o600);
    bot.signal("SIGTERM");
    expect(await bot.exit).toEqual({ code: 0, signal: null });
  });
});
