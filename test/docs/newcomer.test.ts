import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import * as dingtalk from "../../src/platforms/dingtalk/permissions.ts";
import * as feishu from "../../src/platforms/feishu/permissions.ts";
import { COVERAGE as DINGTALK_APIS } from "../../src/sandbox/dingtalk/coverage.ts";
import { COVERAGE as FEISHU_APIS } from "../../src/sandbox/feishu/coverage.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { type ChatLine, directChatKey } from "../../src/sandbox/sandbox.ts";
import { freeroom, freshFolder } from "../process/child.ts";

/** What a guide has its reader do, taken from its text. */
function stepsOf(file: string) {
  const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");
  const block = (start: string) =>
    new RegExp(`^\`\`\`${start}\n([\\s\\S]*?)^\`\`\``, "m").exec(text)?.[1] ?? "";
  const settings = /^```sh\n((?:DINGTALK|FEISHU)_[\s\S]*?)^```/m.exec(text)?.[1] ?? "";
  return {
    settings,
    probe: /curl -s (http:\S+)/.exec(text)?.[1] ?? "",
    firstMessage: block("chat").trim(),
    doctor: /^npx --no-install freeroom (doctor)$/m.exec(text)?.[1] ?? "",
    pilot: /^```sh\n(ALLOW_CHATS=[\s\S]*?)^```/m.exec(text)?.[1] ?? "",
    refusedLine: /`(not switched on here)`/.exec(text)?.[1] ?? "",
  };
}

/** The vendor's credentials in place of the guide's, and where the imitated vendor is instead of the real one. */
const fillIn = {
  dingtalk: (settings: string, { dingtalk: { app, base } }: Sandbox) =>
    settings.replace("dingxxxxxxxxxxxx", app.id).replace("the-client-secret", app.secret) +
    `DINGTALK_API_BASE=${base}\nDINGTALK_OAPI_BASE=${base}\n`,
  feishu: (settings: string, { feishu: { app, base } }: Sandbox) =>
    settings.replace("cli_0123456789abcdef", app.id).replace("the-app-secret", app.secret) +
    `FEISHU_DOMAIN=${base}\nFEISHU_ACCOUNTS_DOMAIN=${base}\n`,
};

/** Grants what the guide lists and nothing else. */
const grantListed = {
  dingtalk: ({ dingtalk: { switches } }: Sandbox) => {
    for (const { scope } of DINGTALK_APIS)
      if (scope && !Object.hasOwn(dingtalk.PERMISSIONS, scope)) switches.missingScopes.add(scope);
  },
  feishu: ({ feishu: { switches } }: Sandbox) => {
    for (const { api, scopes } of FEISHU_APIS)
      if (scopes && !scopes.some((scope) => Object.hasOwn(feishu.PERMISSIONS, scope)))
        switches.ungrantedApis.add(api);
  },
};

const isPermission = (code: string | undefined) => /PermissionDenied|^88$|60011|99991672/.test(code ?? "");

describe.concurrent.each([
  { vendor: "dingtalk", file: "setup-dingtalk.md" },
  { vendor: "dingtalk", file: "setup-dingtalk.zh-CN.md" },
  { vendor: "feishu", file: "setup-feishu.md" },
  { vendor: "feishu", file: "setup-feishu.zh-CN.md" },
] as const)("a newcomer with $file", ({ vendor, file }) => {
  it("comes from nothing to a booking by its steps, with the listed permissions alone", {
    timeout: 150_000,
  }, async (test) => {
    const sandbox = await startSandbox({ seed: 7, roomAnswerMs: [10, 40], meetings: "none" });
    const folder = freshFolder(test.onTestFinished);
    const { settings, doctor, probe, firstMessage, pilot, refusedLine } = stepsOf(file);
    grantListed[vendor](sandbox);
    const configure = (more = "") =>
      writeFileSync(join(folder, ".env"), fillIn[vendor](settings, sandbox) + more, { mode: 0o600 });
    configure();

    // All but the port, which others use at the same time.
    const named = settings.match(/^\w+(?==)/gm) ?? [];
    expect(named).toContain("SANDBOX");
    const fromFile = [
      ...named,
      "DINGTALK_API_BASE",
      "DINGTALK_OAPI_BASE",
      "FEISHU_DOMAIN",
      "FEISHU_ACCOUNTS_DOMAIN",
      "ALLOW_CHATS",
      "ALLOW_USERS",
    ];
    const env = { ...Object.fromEntries(fromFile.map((name) => [name, undefined])), HTTP_PORT: "0" };
    const bots: ReturnType<typeof freeroom>[] = [];
    test.onTestFinished(async () => {
      for (const one of bots) one.signalAll("SIGKILL");
      await Promise.all(bots.map((one) => one.exit));
      await sandbox.close();
    });
    /** Ends the bot that runs, starts another, and looks as the guide says until it is there. */
    const start = async () => {
      bots.at(-1)?.signal("SIGTERM");
      await bots.at(-1)?.exit;
      const bot = freeroom(["start"], env, folder);
      bots.push(bot);
      const [, address = ""] = await bot.says(/"address":"([^"]+)"/);
      const url = new URL(probe);
      url.host = address;
      const says = (what: object) =>
        vi.waitFor(async () => expect(await (await fetch(url)).json()).toMatchObject(what), 40_000);
      await says({ status: "ready" });
      return { bot, says };
    };
    const healthy = freeroom([doctor], env, folder);
    expect(await healthy.exit, healthy.stdout + healthy.stderr).toEqual({ code: 0, signal: null });
    expect(healthy.stdout).not.toMatch(/^✘/m);
    await start();

    const chat = directChatKey("emma");
    const heard = (pattern: RegExp) =>
      new Promise<ChatLine>((resolve) => {
        const onLine = (line: ChatLine) => {
          if (line.from !== "bot" || line.chatKey !== chat || !pattern.test(line.text)) return;
          sandbox[vendor].events.off("line", onLine);
          resolve(line);
        };
        sandbox[vendor].events.on("line", onLine);
      });
    const list = heard(/1[.)、 ]/);
    sandbox[vendor].say("emma", chat, firstMessage);
    await list;
    const booked = heard(/^(Booked|已订|已预订|订好)/);
    sandbox[vendor].say("emma", chat, "1");
    expect((await booked).text).toBeTruthy();
    expect(sandbox.world.meetings()).toHaveLength(1);
    expect(sandbox.trace.calls({ vendor }).filter(({ code }) => isPermission(code))).toEqual([]);
    // The steps below have the same commands in both languages.
    if (file.includes("zh-CN")) return;

    // A pilot elsewhere: here the bot says that it is not switched on, and its log names what to write into the file.
    expect(pilot).toContain("ALLOW_CHATS=");
    configure(pilot);
    const { bot } = await start();
    const refusal = heard(/not switched on/);
    sandbox[vendor].say("emma", chat, "help");
    await refusal;
    const [, chatId = ""] = await bot.says(new RegExp(`"chat":"([^"]+)".*${refusedLine}`));
    configure(pilot.replace(/^ALLOW_CHATS=.*$/m, `ALLOW_CHATS=${chatId}`));
    await start();
    const help = heard(/free room/);
    sandbox[vendor].say("emma", chat, "help");
    await help;

    // The secret is another: the bot is refused, until it is told.
    configure();
    const { says } = await start();
    Object.assign(sandbox[vendor].app, { secret: "the-next-secret-0123456789" });
    sandbox[vendor].dropConnections();
    await says({ status: "not ready", connections: { [vendor]: "refused" } });
    configure();
    await start();
  });
});
