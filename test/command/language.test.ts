import { describe, expect, it } from "vitest";
import { languageOf } from "../../src/command/language.ts";

describe("the language of an answer", () => {
  it.each([
    ["明天3pm 8人", [], "zh"],
    ["free room 3pm", [], "en"],
    ["珠峰 3pm", ["珠峰"], "en"],
    ["Everest 明天", ["Everest"], "zh"],
    ["珠峰", ["珠峰"], undefined],
    ["Everest", ["everest"], undefined],
    ["ＥＶＥＲＥＳＴ", ["Everest"], undefined],
    ["Fuji Large 1", ["Fuji", "Fuji Large"], undefined],
    ["1", [], undefined],
    ["", [], undefined],
    ["15:00-16:00", [], undefined],
    ["👍", [], undefined],
    ["@张三 3pm", ["@张三"], "en"],
  ] as const)("of %j among the names %j is %s", (text, names, language) => {
    expect(languageOf(text, names)).toBe(language);
  });
});
