import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const text = readFileSync(join(ROOT, "SECURITY.md"), "utf8");

/** The rows of the table of threats. */
const THREATS = (/## Threats[\s\S]*?\n\n(\|[\s\S]*?)\n\n/.exec(text)?.[1] ?? "")
  .split("\n")
  .slice(2)
  .map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")))
  .map(([threat = "", , test = ""]) => ({ threat, test }));

describe("the threat model", () => {
  it("names what it is about", () => {
    expect(THREATS.length).toBeGreaterThan(20);
  });

  it.each(THREATS)("names a test that exists against: $threat", ({ test }) => {
    const [, file = "", title = ""] = /^`(test\/\S+\.test\.ts)` "(.+)"$/.exec(test) ?? [];
    expect(existsSync(join(ROOT, file)), test).toBe(true);
    const source = readFileSync(join(ROOT, file), "utf8");
    expect(source.includes(`"${title}"`), test).toBe(true);
    // One that is skipped holds nothing.
    expect(source).not.toMatch(/\b(it|describe)\.(skip|todo|only)\b\(/);
  });

  it("links only to what exists", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = ""]) => join(ROOT, path));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
