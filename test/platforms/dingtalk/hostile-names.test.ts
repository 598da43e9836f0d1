import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCard } from "../../../src/platforms/dingtalk/card.ts";
import { renderVariables } from "../../../src/platforms/dingtalk/interactive-card.ts";
import { cutToBytes } from "../../../src/platforms/dingtalk/markdown.ts";
import { readMarkdown } from "../../../src/sandbox/dingtalk/markdown.ts";
import { hostileName, isWhole, offerOf } from "../../card/hostile-rooms.ts";

const RUNS = { numRuns: 40 };
/** With an even number of backslashes before it: each two are one that is meant. */
const UNESCAPED_LINK = /(?<=(?<!\\)(?:\\\\)*)\]\(([^)]*)\)/g;

describe.each([1, 5, 10, 50])("an answer on DingTalk of %i rooms with hostile names", (rooms) => {
  it("has no link in a group, and alone only those of its buttons, which say a number", () => {
    fc.assert(
      fc.property(offerOf(rooms), (card) => {
        expect(readMarkdown(renderCard(card, "group").text).links).toEqual([]);
        const { text } = renderCard(card, "direct");
        const urls = [...text.matchAll(UNESCAPED_LINK)].map(([, url]) => url);
        expect(urls).toEqual(
          Array.from({ length: rooms }, (_, at) => `dtmd://dingtalkclient/sendMessage?content=${at + 1}`),
        );
        expect(text).not.toMatch(/(?<!\\)<(at|a|font|img)\b/i);
        expect(text).not.toMatch(/(?<!\\)!\[/);
        expect(isWhole(text)).toBe(true);
      }),
      RUNS,
    );
  });

  it("as a card is strings of the documented sizes, or is sent as a text", () => {
    fc.assert(
      fc.property(offerOf(rooms), (card) => {
        const variables = renderVariables(card);
        if (!variables) return;
        expect(rooms).toBeLessThanOrEqual(10);
        for (const [key, value] of Object.entries(variables)) {
          expect(Buffer.byteLength(key)).toBeLessThanOrEqual(100);
          expect(typeof value).toBe("string");
          expect(Buffer.byteLength(value)).toBeLessThanOrEqual(1024);
          expect(isWhole(value)).toBe(true);
          if (/^row\d+$|text|note/.test(key)) expect(value).not.toMatch(/(?<!\\)\]\(|(?<!\\)<at\b/);
        }
      }),
      RUNS,
    );
  });
});

describe("a card's variables", () => {
  it("are the same ones for every card, so that nothing of the card before is left", () => {
    const keys = (rooms: number) =>
      fc.sample(offerOf(rooms), 20).flatMap((card) => {
        const variables = renderVariables(card);
        return variables ? [Object.keys(variables).toSorted().join()] : [];
      });
    const plain = renderVariables({ title: "", tone: "good", language: "en", blocks: [] }) ?? {};
    for (const one of [...keys(1), ...keys(5)]) expect(one).toBe(Object.keys(plain).toSorted().join());
    expect(Object.values(plain).filter(Boolean)).toEqual(["good"]);
  });
});

describe("cutting a hostile name", () => {
  it("ends between two characters as a reader sees them, and fits in JSON", () => {
    const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 8, max: 400 }), (name, most) => {
        const cut = cutToBytes(name, most);
        expect(Buffer.byteLength(JSON.stringify(cut)) - 2).toBeLessThanOrEqual(most);
        if (cut === name) return;
        const kept = cut.slice(0, -1);
        expect(name.startsWith(kept)).toBe(true);
        const starts = new Set([...graphemes.segment(name)].map(({ index }) => index));
        // What was trimmed before the cut is white space.
        const rest = name.slice(kept.length).match(/^\s*/)?.[0].length ?? 0;
        const isBetween = Array.from({ length: rest + 1 }, (_, more) => starts.has(kept.length + more));
        expect(isBetween).toContain(true);
      }),
    );
  });
});
