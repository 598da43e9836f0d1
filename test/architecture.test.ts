import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** What each part of `src` may import. Read it as the architecture diagram: everything flows towards `core`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  time: ["core"],
  card: ["core", "time"],
  command: ["core", "time"],
  availability: ["core", "time"],
  queue: ["core"],
  budget: ["core", "time", "ports", "queue"],
  outbound: ["core"],
  ports: ["core", "time", "card"],
  storage: ["core", "ports"],
  search: ["core", "time", "ports", "availability"],
  booking: ["core", "time", "ports"],
  bot: ["core", "time", "ports", "card", "command", "availability", "search", "booking"],
  "platforms/dingtalk": ["core", "time", "ports", "card", "queue", "budget", "outbound"],
  "platforms/feishu": ["core", "time", "ports", "card", "queue", "budget", "outbound"],
  sandbox: ["core", "time"],
  playground: ["core", "sandbox"],
  metrics: ["core", "ports"],
  doctor: ["core", "time", "ports", "budget", "outbound", "platforms/dingtalk", "platforms/feishu"],
};

/** Files at the root wire the parts together; types of the configuration may be named by the platforms. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "platforms/dingtalk": ["config.ts"],
  "platforms/feishu": ["config.ts"],
  doctor: ["config.ts"],
};

/** Packages that would undo a boundary: which parts may name them. */
const PACKAGE_ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  "dingtalk-stream": ["platforms/dingtalk"],
  "@larksuiteoapi/node-sdk": ["platforms/feishu"],
  bottleneck: ["queue"],
  "prom-client": ["metrics"],
};

const SRC = resolve(import.meta.dirname, "../src");
const partOf = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT).find((part) => path.startsWith(`${part}/`)) ??
  (path.includes("/") ? undefined : path);

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const FILES = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

const IMPORTS: readonly Import[] = FILES.flatMap((file) => {
  const text = readFileSync(join(SRC, file), "utf8");
  return [
    ...text.matchAll(
      /(import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']|import\(\s*["']([^"']+)["']/g,
    ),
  ].map(([, , type, fixed, dynamic]) => ({
    file,
    specifier: fixed ?? dynamic ?? "",
    typeOnly: Boolean(type),
  }));
});

describe("the import law", () => {
  it("knows every part", () => {
    const seen = new Set(FILES.map(partOf));
    for (const part of Object.keys(MAY_IMPORT)) expect(seen, part).toContain(part);
  });

  it("lets imports flow only towards the centre", () => {
    const broken = IMPORTS.filter(({ file, specifier, typeOnly }) => {
      const from = partOf(file);
      if (from === undefined) return true;
      if (!specifier.startsWith(".") || !(from in MAY_IMPORT)) return false;
      const target = relative(SRC, resolve(SRC, dirname(file), specifier));
      const to = partOf(target) ?? target;
      if (to === from || MAY_IMPORT[from]?.includes(to)) return false;
      return !(typeOnly && ALSO[from]?.includes(to));
    });
    expect(broken.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it("keeps each vendor's library in its folder", () => {
    const broken = IMPORTS.filter(({ file, specifier, typeOnly }) => {
      const owners = Object.entries(PACKAGE_ONLY_IN).find(([name]) => specifier === name)?.[1];
      return owners && !typeOnly && !owners.includes(partOf(file) ?? "");
    });
    expect(broken.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it("would notice a planted violation", () => {
    expect(MAY_IMPORT.sandbox).not.toContain("ports");
    expect(MAY_IMPORT["platforms/dingtalk"]).not.toContain("platforms/feishu");
    expect(partOf("somewhere/new.ts")).toBeUndefined();
  });
});
