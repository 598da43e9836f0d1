import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { understand } from "../../src/command/understand.ts";
import { ROW_CONTEXT } from "./render.ts";

const FOLDER = new URL("../../src/command/", import.meta.url).pathname;
const LITERAL = /(?<=[(=!\s,[])\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([gimsuy]*)(?=[.,;)\s])/g;

/** Every regular expression of the understanding, found in its source. */
const patterns = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => {
    const code = readFileSync(join(FOLDER, name), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
    return [...code.matchAll(LITERAL)].map(([, source = "", flags = ""]) => ({
      name,
      pattern: new RegExp(source, flags.replace("g", "")),
    }));
  });

const LONG = 20_000;
const TROUBLE = [
  "a",
  "1",
  " ",
  "(",
  "/",
  "-",
  "@",
  "一",
  "会",
  "a ",
  "1:",
  "a/",
  "((",
  "😀",
  "_",
  "a-b/",
  "，",
].flatMap((unit) => {
  const run = unit.repeat(Math.ceil(LONG / unit.length));
  return [run, `${run}!`, `@${run}`, `asia/${run}`];
});

describe("the regular expressions of the understanding", () => {
  it("are found in the source", () => {
    expect(patterns.length).toBeGreaterThan(40);
  });

  it.each(patterns)("$pattern of $name does not run away", ({ pattern }) => {
    const began = performance.now();
    for (const text of TROUBLE) pattern.test(text);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe("understanding", () => {
  it.each([
    "a",
    "1",
    "@",
    '"',
    "下",
    "一",
    "1-",
    "1 ",
    "next ",
    "a and ",
    "周一、",
    "标题:",
    "or ",
    "between 2 and ",
    "with Alice and ",
    "会议室珠锋",
    "(",
    "every ",
  ])("of 10,000 characters of %j comes to an end soon", (unit) => {
    const text = unit.repeat(Math.ceil(10_000 / unit.length)).slice(0, 10_000);
    const began = performance.now();
    understand(text, ROW_CONTEXT);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
