import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readConfig, VARIABLE_NAMES } from "../../src/config.ts";
import { type ApiName, dingTalkLimits } from "../../src/platforms/dingtalk/limits.ts";
import * as dingtalk from "../../src/platforms/dingtalk/permissions.ts";
import { feishuLimits } from "../../src/platforms/feishu/limits.ts";
import * as feishu from "../../src/platforms/feishu/permissions.ts";
import { ROOM_CHANGES } from "../../src/platforms/feishu/room-change.ts";
import { permissionCodes, permissionTable } from "./permission-list.ts";

const DOCS = fileURLToPath(new URL("../../docs", import.meta.url));
const ROOT = join(DOCS, "..");
const GUIDES = (["dingtalk", "feishu"] as const).flatMap((platform) =>
  (["en", "zh"] as const).map((tongue) => ({
    platform,
    tongue,
    file: `setup-${platform}${tongue === "zh" ? ".zh-CN" : ""}.md`,
  })),
);
const read = (file: string): string => readFileSync(join(DOCS, file), "utf8");

/** What stands between two markers of a guide. */
const marked = (text: string, name: string): string | undefined =>
  new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n?<!-- /permissions -->`).exec(text)?.[1];

/** The fenced blocks, each with its language. */
const blocks = (text: string): string[] => text.match(/^```[\s\S]*?^```$/gm) ?? [];

describe.each(GUIDES)("docs/$file", ({ platform, tongue, file }) => {
  const text = read(file);

  it("lists the permissions that the code asks for, to be copied", () => {
    expect(marked(text, "permissions: codes")).toBe(permissionCodes(platform));
    expect(marked(text, "permissions: table")).toBe(permissionTable(platform, tongue));
  });

  it("names no variable that does not exist", () => {
    const foreign = ["HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS", "USER"];
    const named = text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(10);
    const known = new Set<string>([...VARIABLE_NAMES, ...foreign]);
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  });

  it("names every host that the bot calls by default, to be opened in a firewall", () => {
    const { dingtalk: d, feishu: f } = readConfig({
      DINGTALK_CLIENT_ID: "x",
      DINGTALK_CLIENT_SECRET: "x",
      FEISHU_APP_ID: "cli_0123456789abcdef",
      FEISHU_APP_SECRET: "x",
    });
    const called = platform === "dingtalk" ? [d?.apiBase, d?.oapiBase] : [f?.domain, f?.accountsDomain];
    const hosts = called.map((base) => new URL(base ?? "").host);
    // The one more is where the connection goes, which the vendor's gateway names.
    const lists = blocks(text).filter((block) => hosts.every((host) => block.includes(`${host}\n`)));
    expect(lists.map((block) => block.trim().split("\n").length)).toEqual([hosts.length + 3]);
  });

  it("names no file and no command that does not exist", () => {
    const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = ""]) => join(DOCS, path));
    const quoted = [...text.matchAll(/`((?:deploy|docs|src)\/[\w./-]+|\.env\.example)`/g)].map(
      ([, path = ""]) => join(ROOT, path),
    );
    expect(quoted.length).toBeGreaterThan(0);
    expect([...linked, ...quoted].filter((path) => !existsSync(path))).toEqual([]);
    const usage = readFileSync(join(ROOT, "src/cli.ts"), "utf8");
    for (const [, command] of text.matchAll(/`freeroom (\w+)/g))
      expect(usage).toContain(`freeroom ${command}`);
  });

  it("is in step with its other language: sections, commands, lists and addresses", () => {
    const other = read(file.replace(/(\.zh-CN)?\.md$/, tongue === "en" ? ".zh-CN.md" : ".md"));
    const shape = (guide: string) => ({
      sections: (guide.match(/^#+ (?:\d+\.)?/gm) ?? []).map((heading) => heading.trim()),
      steps: (guide.match(/^\d+\. /gm) ?? []).length,
      tables: (guide.match(/^\|.*\|$/gm) ?? []).map((row) => row.split("|").length),
      blocks: blocks(guide).filter((block) => !/^```(chat|table)/.test(block)),
      variables: new Set(guide.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)),
      addresses: new Set(guide.match(/https?:\/\/[^\s>)`，。：；]+/g)),
    });
    expect(shape(text)).toEqual(shape(other));
  });
});

it("has no guide that is not tested", () => {
  const found = readdirSync(DOCS).filter((name) => name.startsWith("setup-"));
  expect(found.toSorted()).toEqual(GUIDES.map(({ file }) => file).toSorted());
});

describe("the tables of permissions", () => {
  it("know every API that is called, and no other", () => {
    expect(Object.keys(dingtalk.PERMISSION_OF).toSorted()).toEqual(Object.keys(dingTalkLimits(1)).toSorted());
    expect(Object.keys(feishu.PERMISSIONS_OF).toSorted()).toEqual(
      Object.keys(feishuLimits({ qps: 1, qpm: 1 })).toSorted(),
    );
  });

  it("ask for nothing that no API and no event takes", () => {
    const apis = Object.keys(dingtalk.PERMISSION_OF) as ApiName[];
    const onDingTalk = new Set(apis.flatMap((api) => dingtalk.PERMISSION_OF[api] ?? []));
    expect([...onDingTalk].toSorted()).toEqual(Object.keys(dingtalk.PERMISSIONS).toSorted());
    const onFeishu = new Set(
      [...Object.values(feishu.PERMISSIONS_OF), ...Object.values(feishu.EVENTS)].flat(),
    );
    expect([...onFeishu].toSorted()).toEqual(Object.keys(feishu.PERMISSIONS).toSorted());
  });

  it("leave no event of Feishu's out of the guide", () => {
    for (const { platform, file } of GUIDES) {
      if (platform !== "feishu") continue;
      for (const event of [...Object.keys(feishu.EVENTS), ...Object.keys(ROOM_CHANGES)])
        expect(read(file), event).toContain(event);
    }
  });
});
