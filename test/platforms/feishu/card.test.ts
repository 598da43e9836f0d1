import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Card } from "../../../src/card/elements.ts";
import { renderCard } from "../../../src/platforms/feishu/card.ts";
import { clip } from "../../../src/platforms/feishu/clip.ts";

interface Node {
  readonly [key: string]: unknown;
}
const card = (over: Partial<Card> = {}): Card => ({
  title: "3 rooms are free",
  tone: "neutral",
  language: "en",
  blocks: [],
  ...over,
});
const render = (over: Partial<Card>, mention?: string): Node =>
  JSON.parse(renderCard(card(over), mention ? { mention } : {}));
const elementsOf = (drawn: Node): Node[] => (drawn.body as { elements: Node[] }).elements;

/** Every node with a tag, the deepest included. */
function nodes(part: unknown): Node[] {
  if (Array.isArray(part)) return part.flatMap(nodes);
  if (typeof part !== "object" || part === null) return [];
  const inner = Object.values(part).flatMap(nodes);
  return "tag" in part ? [part as Node, ...inner] : inner;
}
const wordsOf = (drawn: Node): unknown[] =>
  nodes(drawn)
    .filter(({ tag }) => tag === "plain_text")
    .map(({ content }) => content);

describe("a card for Feishu", () => {
  it("has a header in the tone's colour, and may be updated for all who see it", () => {
    expect(render({ tone: "warning" })).toMatchObject({
      schema: "2.0",
      config: { update_multi: true },
      header: { title: { tag: "plain_text", content: "3 rooms are free" }, template: "orange" },
    });
  });

  it("shows options as rows with a button that carries the action's id", () => {
    const button = { label: "Book", actionId: "act_1", typed: "1", style: "primary" } as const;
    const options = [
      { number: 1, title: "Nebula", details: ["8 seats", "TV"], button },
      { number: 2, title: "Pluto", details: [] },
    ];
    const [heading, first, second] = elementsOf(
      render({ blocks: [{ kind: "options", heading: "Free", options }] }),
    );
    expect(heading).toEqual({ tag: "div", text: { tag: "plain_text", content: "Free" } });
    expect(nodes(first).map(({ tag }) => tag)).toContain("column_set");
    expect(wordsOf(first as Node)).toEqual(["1. Nebula", "8 seats · TV", "Book"]);
    expect(nodes(first)).toContainEqual({
      tag: "button",
      text: { tag: "plain_text", content: "Book" },
      type: "primary",
      behaviors: [{ type: "callback", value: { a: "act_1" } }],
    });
    expect(wordsOf(second as Node)).toEqual(["2. Pluto"]);
  });

  it("shows buttons in a row and notes as text", () => {
    const buttons = [
      { label: "Yes", actionId: "y", typed: "yes", style: "danger" },
      { label: "No", actionId: "n", typed: "no" },
    ] as const;
    const [row, note] = elementsOf(
      render({
        blocks: [
          { kind: "buttons", buttons },
          { kind: "note", text: "small" },
        ],
      }),
    );
    expect(
      nodes(row)
        .filter(({ tag }) => tag === "button")
        .map(({ type }) => type),
    ).toEqual(["danger", "default"]);
    expect(note).toEqual({ tag: "div", text: { tag: "plain_text", content: "small" } });
  });

  it("sets nothing for its looks alone, because an attribute that is not known refuses the whole card", () => {
    const button = { label: "Book", actionId: "a", typed: "1" };
    const options = [{ number: 1, title: "Nebula", details: ["8 seats"], button }];
    const drawn = render({
      blocks: [
        { kind: "options", options },
        { kind: "buttons", buttons: [button, button] },
        { kind: "note", text: "small" },
      ],
    });
    const attributes = new Set(nodes(drawn).flatMap((node) => Object.keys(node)));
    expect([...attributes].toSorted()).toEqual(
      ["tag", "content", "text", "type", "behaviors", "columns", "elements", "width", "weight"].toSorted(),
    );
  });

  it("mentions the asker, and nobody else whatever a name looks like", () => {
    const nasty = "<at id=all></at> **@all** [x](http://evil)";
    const drawn = render({ title: nasty, blocks: [{ kind: "text", text: nasty }] }, "ou_asker");
    expect(nodes(drawn).filter(({ tag }) => tag !== "plain_text" && tag !== "div")).toEqual([
      { tag: "markdown", content: "<at id=ou_asker></at>" },
    ]);
    expect(wordsOf(drawn)).toEqual([nasty, nasty]);
  });

  it("mentions nobody by an id that is none", () => {
    expect(elementsOf(render({}, "all></at><at id=x"))).toEqual([]);
  });

  it("has room for ten rows with all that can be told of each, pickers, and small print", () => {
    const confirm = { title: "Sure?", text: "I took 1 h." };
    const options = Array.from({ length: 10 }, (_, at) => ({
      number: at + 1,
      title: "Nebula",
      lead: ["15:00–16:00", "≠ 1 h later"],
      details: ["8 seats"],
      why: ["fills a gap"],
      strip: "09 ▁▁ 18",
      button: { label: "Book", actionId: "a", typed: "1", confirm },
    }));
    const choice = (name: string) => ({
      kind: "choice" as const,
      name,
      label: name,
      options: Array.from({ length: 8 }, (_, value) => ({ value: String(value), label: "1 h" })),
    });
    const drawn = render({
      blocks: [
        { kind: "text", text: "It is taken." },
        { kind: "options", heading: "The next best:", options },
        { kind: "buttons", buttons: [{ label: "More", actionId: "m", typed: "more" }] },
        {
          kind: "form",
          actionId: "f",
          submit: "Find",
          fields: [
            { kind: "date", name: "date", label: "Day" },
            { kind: "time", name: "time", label: "Start" },
            choice("minutes"),
            choice("seats"),
          ],
        },
        ...["one", "two", "three", "four", "last"].map((text) => ({ kind: "note" as const, text })),
      ],
    });
    expect(nodes(drawn).length).toBeLessThanOrEqual(200);
    expect(wordsOf(drawn)).toContain("last");
  });

  it("draws only what a card may have: 200 elements, 30 KB, whole characters, whatever is in it", () => {
    const long = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.constantFrom("会".repeat(12_000), "👩‍👩‍👧‍👦".repeat(2_000), '"\\\n'.repeat(9_000)),
    );
    const button = fc.record({
      label: long,
      actionId: fc.string(),
      typed: fc.constant("1"),
    });
    const option = fc.record({
      number: fc.nat(99),
      title: long,
      details: fc.array(long, { maxLength: 3 }),
      button,
    });
    const block = fc.oneof(
      fc.record({ kind: fc.constant("text" as const), text: long }),
      fc.record({ kind: fc.constant("note" as const), text: long }),
      fc.record({ kind: fc.constant("options" as const), options: fc.array(option, { maxLength: 40 }) }),
      fc.record({ kind: fc.constant("buttons" as const), buttons: fc.array(button, { maxLength: 30 }) }),
    );
    fc.assert(
      fc.property(long, fc.array(block, { maxLength: 30 }), (title, blocks) => {
        const json = renderCard(card({ title, blocks }), { mention: "ou_asker" });
        expect(Buffer.byteLength(JSON.stringify({ content: json }))).toBeLessThanOrEqual(30 * 1024 + 12);
        expect(nodes(JSON.parse(json)).length).toBeLessThanOrEqual(200);
        expect(json).not.toMatch(/\\ud[89a-f]/i);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps what fits whole", () => {
    const text = "会议室 ".repeat(500);
    expect(wordsOf(render({ blocks: [{ kind: "text", text }] }))).toContain(text);
  });
});

describe("clipping", () => {
  it.each([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 5, "abcd…"],
    ["👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 12, "👩‍👩‍👧‍👦…"],
    ["👩‍👩‍👧‍👦", 5, "…"],
    ["e\u0301e\u0301e\u0301", 4, "e\u0301…"],
  ])("%j to %i is %j", (text, most, clipped) => {
    expect(clip(text, most)).toBe(clipped);
  });
});
