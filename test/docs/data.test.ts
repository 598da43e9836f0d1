import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { linkAccount } from "../helpers/link-account.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

const SRC = join(import.meta.dirname, "../../src");
const MINUTE_MS = 60_000;
const UNITS = { min: MINUTE_MS, h: 60 * MINUTE_MS, days: 24 * 60 * MINUTE_MS } as const;

/** The table: what each kind of entry is, and the longest life that is written for it. */
const TABLE = new Map(
  readFileSync(new URL("../../docs/data.md", import.meta.url), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, kind = "", , , life = ""] = /^\| `([\w:-]+)` \| (.*?) \| (.*?) \| (.*?) \|$/.exec(line) ?? [];
      const [, count, unit] = /(\d+) (min|h|days)/.exec(life) ?? [];
      const isFixed = /^(until answered, )?\d/.test(life);
      return kind
        ? [[kind, isFixed ? Number(count) * UNITS[unit as keyof typeof UNITS] : Infinity] as const]
        : [];
    }),
);

/** What kind of entry a key names: its first word, or two of them where the first says little. */
function kindOf(key: string): string {
  const [first = "", second = ""] = key.split(":");
  return ["inbox", "lease", "dingtalk", "feishu"].includes(first) ? `${first}:${second}` : first;
}

const TALK = [
  "help",
  "free room tomorrow 3pm 1h",
  "1",
  "my bookings",
  "extend 30 minutes",
  "yes",
  "free room tomorrow 4pm 2h for 900 people",
  "watch",
  "book 青海湖 tomorrow 4pm 1h",
  "1",
  "cancel",
  "yes",
];

describe.concurrent.each(PLATFORMS)("what is stored on %s", (vendor) => {
  it("is in the table, and lives no longer than the table says", { timeout: 60_000 }, async () => {
    await inOffice({ platforms: [vendor], linking: true }, async (office) => {
      const lives = new Map<string, number>();
      const note = (key: string, ttlMs = Infinity) =>
        lives.set(kindOf(key), Math.max(lives.get(kindOf(key)) ?? 0, ttlMs));
      const { write, increment } = office.storage;
      office.storage.write = (changes, onlyIf) => {
        for (const { key, value, ttlMs } of changes) if (value !== undefined) note(key, ttlMs);
        return write(changes, onlyIf);
      };
      office.storage.increment = (key, ttlMs) => {
        note(key, ttlMs);
        return increment(key, ttlMs);
      };
      const emma = office.at(vendor, "emma");
      if (vendor === "feishu") await linkAccount(office, "emma");
      for (const text of TALK) await emma.say(text);
      await office.pass(0);

      expect(lives.size).toBeGreaterThan(12);
      const unlisted = [...lives.keys()].filter((kind) => !TABLE.has(kind));
      expect(unlisted).toEqual([]);
      const tooLong = [...lives].filter(([kind, ms]) => ms > (TABLE.get(kind) ?? 0));
      expect(tooLong).toEqual([]);
    });
  });
});

it("names no kind of entry that is not written any more", () => {
  const source = readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("sandbox"))
    .map((name) => readFileSync(join(SRC, name), "utf8"))
    .join("\n");
  const words = [...TABLE.keys()].map((kind) => kind.split(":").at(-1) ?? kind);
  expect(words.length).toBeGreaterThan(30);
  expect(words.filter((word) => !new RegExp(`["\`:]${word}["\`:]`).test(source))).toEqual([]);
});
