import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { openStorage } from "../../src/storage/open.ts";
import { freshFolder, ROOT } from "../process/child.ts";

/** The commands of a guide that stop the bot first: to back up, then to restore. */
const commandsOf = (file: string): string[] =>
  readFileSync(join(ROOT, "docs", file), "utf8").match(
    /(?<=^```sh\n)systemctl stop freeroom\n[\s\S]*?(?=^```)/gm,
  ) ?? [];

it.each(["setup-dingtalk.md", "setup-dingtalk.zh-CN.md", "setup-feishu.md", "setup-feishu.zh-CN.md"])(
  "a backup by %s is brought back by it, from a folder that systemd made and a bot that died",
  async (file) => {
    const folder = freshFolder();
    // As DynamicUser= has it: the folder is elsewhere, and its name a link.
    const state = join(folder, "lib/freeroom");
    mkdirSync(join(folder, "lib/private/freeroom"), { recursive: true });
    mkdirSync(join(folder, "backups"));
    mkdirSync(join(folder, "tools"));
    symlinkSync("private/freeroom", state);
    writeFileSync(join(folder, "tools/systemctl"), "#!/bin/sh\n", { mode: 0o755 });
    const run = (commands: string) =>
      execFileSync("sh", ["-euc", commands.replaceAll("/var/", `${folder}/`)], {
        env: { PATH: `${join(folder, "tools")}:${process.env.PATH}` },
      });
    const open = () =>
      openStorage(`file:${join(state, "freeroom.db")}`, { clock: systemClock, logger: silentLogger });
    const [backUp = "", restore = "", ...more] = commandsOf(file);
    expect(more).toEqual([]);

    const before = await open();
    await before.write([{ key: "kept", value: "before" }]);
    await before.close();
    // SQLite leaves nothing beside a file that was closed, or what is as good as nothing.
    for (const left of ["-wal", "-shm"]) rmSync(join(state, `freeroom.db${left}`), { force: true });
    writeFileSync(join(state, "freeroom.db.key"), "the key");
    run(backUp);

    const after = await open();
    await after.write([{ key: "kept", value: "after" }]);
    await after.write([{ key: "more", value: 1 }]);
    // It is not closed: what it wrote last is in the log beside the file, as after a kill.
    const died = readFileSync(join(state, "freeroom.db-wal"));
    expect(died.length).toBeGreaterThan(0);
    await after.close();
    writeFileSync(join(state, "freeroom.db-wal"), died);
    run(restore);

    const restored = await open();
    expect(await restored.list("")).toEqual([{ key: "kept", value: "before" }]);
    await restored.close();
    expect(readFileSync(join(state, "freeroom.db.key"), "utf8")).toBe("the key");
  },
);
