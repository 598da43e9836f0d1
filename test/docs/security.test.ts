import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isNamed, SECURITY, THREATS } from "./threats.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("the threat model", () => {
  it("names what it is about", () => {
    expect(THREATS.length).toBeGreaterThan(20);
  });

  // That it ran, and passed, is looked at when a run ends (test/helpers/counts-reporter.ts).
  it.each(THREATS)("names a test that exists against: $threat", ({ file, title }) => {
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    const source = readFileSync(join(ROOT, file), "utf8");
    const isThere = source
      .split("\n")
      .some((line) => line.includes(`"${title}"`) && !/^\s*(\/\/|\*)/.test(line));
    expect(isThere, title).toBe(true);
    // One that is skipped holds nothing.
    expect(source).not.toMatch(/\b(it|describe)(\.\w+)*\.(skip|todo|only|fails)\b/);
  });

  it("takes a test for the named one by its whole title, with anything where the title has a blank", () => {
    const [threat] = THREATS;
    if (!threat) throw new Error("no threat");
    const named = { ...threat, title: "of %j (over) and over" };
    expect(isNamed(named, 'of "a" (over) and over')).toBe(true);
    expect(isNamed(named, "of it over and over")).toBe(false);
    expect(isNamed(named, 'not of "a" (over) and over')).toBe(false);
  });

  it("links only to what exists", () => {
    const links = [...SECURITY.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = ""]) => join(ROOT, path));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
