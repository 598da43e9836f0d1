import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCard } from "../../../src/platforms/feishu/card.ts";
import { clip } from "../../../src/platforms/feishu/clip.ts";
import { renderText } from "../../../src/platforms/feishu/plain-text.ts";
import { hostileName, isWhole, offerOf } from "../../card/hostile-rooms.ts";

type Node = Readonly<Record<string, unknown>>;
function nodes(part: unknown): Node[] {
  if (Array.isArray(part)) return part.flatMap(nodes);
  if (typeof part !== "object" || part === null) return [];
  const inner = Object.values(part).flatMap(nodes);
  return "tag" in part ? [part as Node, ...inner] : inner;
}
const RUNS = { numRuns: 40 };

describe.each([1, 5, 10, 50])("a Feishu card of %i rooms with hostile names", (rooms) => {
  it("keeps the vendor's limits, mentions the asker alone and has no markup but that", () => {
    fc.assert(
      fc.property(offerOf(rooms), (card) => {
        const json = renderCard(card, { mention: "ou_asker" });
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(30 * 1024);
        expect(isWhole(json)).toBe(true);
        const all = nodes(JSON.parse(json));
        expect(all.length).toBeLessThanOrEqual(200);
        const markdown = all.filter(({ tag }) => tag === "markdown" || tag === "lark_md");
        expect(markdown).toEqual([{ tag: "markdown", content: "<at id=ou_asker></at>" }]);
        const inForms = all.filter(({ tag }) => tag === "form").flatMap((form) => nodes(form.elements));
        const names = inForms.flatMap(({ name }) => (name === undefined ? [] : [name]));
        expect(new Set(names).size).toBe(names.length);
        for (const { behaviors } of all.filter(({ tag }) => tag === "button")) {
          const [{ value }] = behaviors as [{ value: unknown }];
          expect(JSON.stringify(value)).toMatch(/^\{"a":"[0-9a-f]{32}"\}$/);
        }
      }),
      RUNS,
    );
  });

  it("in words has no tag but the asker's", () => {
    fc.assert(
      fc.property(offerOf(rooms), (card) => {
        const { text } = JSON.parse(renderText(card, { mention: "ou_asker" })) as { text: string };
        expect(text.startsWith('<at user_id="ou_asker"></at>')).toBe(true);
        expect(text.match(/<(at|a|b|i|u|s)\b/gi)).toEqual(["<at"]);
        expect(text).not.toMatch(/\]\(/);
        expect(isWhole(text)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe("clipping a hostile name", () => {
  it("ends between two characters as a reader sees them", () => {
    const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 1, max: 200 }), (name, most) => {
        const clipped = clip(name, most);
        expect(clipped.length).toBeLessThanOrEqual(most);
        if (clipped === name) return;
        const starts = new Set([...graphemes.segment(name)].map(({ index }) => index));
        expect(starts.has(clipped.length - 1)).toBe(true);
      }),
    );
  });
});
