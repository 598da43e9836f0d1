import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), "utf8");

const english = read("README.md");
const chinese = read("README.zh-CN.md");

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = ""]) => found);
const FENCES = /^```[^\n]*\n[\s\S]*?^```$/gm;
/** Code in a sentence or a table. */
const codeIn = (text: string): Set<string> => new Set(all(text.replace(FENCES, ""), /`([^`\n]+)`/g));
const linksIn = (text: string): string[] => [
  ...all(text, /\]\(([^)\s]+)\)/g),
  ...all(text, /<img src="([^"]+)"/g),
];
/** Each language leads to the other. */
const isOther = (link: string): boolean => /^README(\.zh-CN)?\.md$/.test(link);

describe("the two READMEs", () => {
  it("have the same headings, one for one", () => {
    const levels = (text: string) => all(text.replace(FENCES, ""), /^(#{1,6}) /gm);
    expect(levels(chinese)).toEqual(levels(english));
    expect(levels(english).length).toBeGreaterThan(3);
  });

  it("have the same commands to run", () => {
    const blocks = (text: string) => text.match(FENCES);
    expect(blocks(chinese)).toEqual(blocks(english));
    expect(blocks(english)).not.toBeNull();
  });

  it("name the same phrases, variables and permissions", () => {
    const [inEnglish, inChinese] = [codeIn(english), codeIn(chinese)];
    expect([...inEnglish].filter((code) => !inChinese.has(code))).toEqual([]);
    expect([...inChinese].filter((code) => !inEnglish.has(code))).toEqual([]);
  });

  it("lead to the same pages, all of which exist", () => {
    const own = (text: string) => new Set(linksIn(text).filter((link) => !isOther(link)));
    expect([...own(english)].filter((link) => !own(chinese).has(link))).toEqual([]);
    const local = [...own(chinese), ...own(english)].filter((link) => !/^https?:/.test(link));
    expect(local.filter((link) => !existsSync(new URL(link.replace(/#.*/, ""), ROOT)))).toEqual([]);
  });
});
