import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { Child, clearAway, freshFolder, ROOT } from "../process/child.ts";

afterEach(clearAway);

interface Locked {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

it("what `npm pack` makes holds what runs and nothing else, and its `freeroom` runs where nothing else is", {
  timeout: 120_000,
}, async () => {
  const folder = freshFolder();
  const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    maxBuffer: 2 ** 24,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename = "" } = {}] = JSON.parse(String(packed)) as { filename?: string }[];
  execFileSync("tar", ["-xzf", filename], { cwd: folder });
  const wanted = [
    ...[".env.example", "CHANGELOG.md", "LICENSE", "README.md", "README.zh-CN.md"],
    ...["bin", "package.json", "src"],
  ];
  expect(readdirSync(join(folder, "package")).toSorted()).toEqual(wanted);

  // As npm lays it out, with the run-time dependencies alone: one that is for development only would be missed.
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  renameSync(join(folder, "package"), join(modules, "freeroom"));
  symlinkSync("../freeroom/bin/freeroom.js", join(modules, ".bin/freeroom"));
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Locked;
  for (const [path, { dev }] of Object.entries(packages)) {
    if (dev || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(ROOT, path), join(folder, path));
  }
  const freeroom = (args: readonly string[], env = {}) =>
    new Child(join(modules, ".bin/freeroom"), args, folder, env);

  const parse = freeroom(["parse", "free room tomorrow 3pm 1h"]);
  expect(await parse.exit, parse.stderr).toEqual({ code: 0, signal: null });
  expect(JSON.parse(parse.stdout)).toMatchObject({ intent: "find", durationMinutes: 60 });

  const bot = freeroom(["start"], { SANDBOX: "on", HTTP_PORT: "0" });
  const [, page = ""] = await bot.says(/Chat with the bot: (\S+)/);
  // The link brings a cookie, and the page without the token in its address.
  const link = await fetch(page, { redirect: "manual" });
  const cookie = link.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const answer = await fetch(new URL(link.headers.get("location") ?? "", page), { headers: { cookie } });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("<title>");
  bot.signal("SIGTERM");
  expect(await bot.exit, bot.stderr).toEqual({ code: 0, signal: null });
});
