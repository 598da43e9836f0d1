import { describe, expect, it } from "vitest";
import type { Block, Card } from "../../../src/card/elements.ts";
import { renderCard } from "../../../src/platforms/dingtalk/card.ts";
import { cutToBytes, escapeMarkdown } from "../../../src/platforms/dingtalk/markdown.ts";

const card = (...blocks: Block[]): Card => ({
  title: "2 rooms free",
  tone: "neutral",
  language: "en",
  blocks,
});
const options: Block = {
  kind: "options",
  options: [
    {
      number: 1,
      title: "Orion",
      lead: ["15:30–16:30", "≠ 30 min later"],
      details: ["8 seats", "free until 17:30"],
      button: { label: "Book", actionId: "a", typed: "book 1 (now)" },
    },
    { number: 2, title: "Lyra", details: [] },
  ],
};

/** CommonMark's rule: a backslash before punctuation shows the punctuation. */
const shown = (markdown: string): string =>
  markdown.replace(/ {2}\n/g, "\n").replace(/\\([!-/:-@[-`{-~])/g, "$1");

describe("a card", () => {
  it("reads well in a one-to-one chat, its buttons as links that say what one would type", () => {
    expect(renderCard(card({ kind: "text", text: "Wed 11 March\n15:00–16:00" }, options), "direct")).toEqual({
      title: "2 rooms free",
      text: [
        "#### 2 rooms free",
        "Wed 11 March  \n15:00–16:00",
        "**1. Orion**  \n15:30–16:30 · ≠ 30 min later  \n8 seats · free until 17:30  \n[Book](dtmd://dingtalkclient/sendMessage?content=book%201%20%28now%29)",
        "**2. Lyra**",
      ].join("\n\n"),
    });
  });

  it("has no links in a group, where nobody knows whether the robot would hear them", () => {
    const buttons: Block = { kind: "buttons", buttons: [{ label: "Yes", actionId: "y", typed: "yes" }] };
    const { text } = renderCard(card(options, buttons, { kind: "note", text: "say @bot 1" }), "group");
    expect(text).not.toContain("dtmd:");
    expect(text).toContain(
      "**1. Orion**  \n15:30–16:30 · ≠ 30 min later  \n8 seats · free until 17:30\n\n**2. Lyra**",
    );
    expect(text).toMatch(/> say @bot 1$/);
  });

  it.each([
    "**bold** _under_ [link](http://x) `code` ~~gone~~",
    "<b>tag</b> <!-- comment --> &lt; &#64;",
    "# heading",
    "C#",
    "- item",
    "1. item",
    "> quote",
    "| a | b |",
    "C:\\rooms",
    "=== ---",
    "a < b & c",
    "@all @所有人",
  ])("shows a room called %s literally", (name) => {
    const block: Block = { kind: "options", options: [{ number: 3, title: name, details: [name] }] };
    const { text } = renderCard({ ...card(block), title: name }, "group");
    expect(shown(text)).toBe(`#### ${name}\n\n**3. ${name}**\n${name}`);
  });

  it("leaves no markup of a name unescaped", () => {
    expect(escapeMarkdown("**x** [y](z) <i> `c` a_b_c\n# no\n2) no")).toBe(
      "\\*\\*x\\*\\* \\[y\\](z) \\<i> \\`c\\` a\\_b\\_c  \n\\# no  \n2\\) no",
    );
  });
});

describe("cutting", () => {
  it("leaves a text alone that fits", () => {
    expect(cutToBytes("short", 5)).toBe("short");
  });

  it("never splits a character, and fits in JSON", () => {
    const text = "会议室🏢".repeat(100);
    for (let limit = 40; limit < 60; limit += 1) {
      const cut = cutToBytes(text, limit);
      expect(Buffer.byteLength(JSON.stringify(cut)) - 2).toBeLessThanOrEqual(limit);
      expect(cut).not.toMatch(/\p{Cs}/u);
      expect(cut.endsWith("…")).toBe(true);
      expect(text.startsWith(cut.slice(0, -1))).toBe(true);
    }
  });

  it("prefers the end of a line, so that no markup is torn", () => {
    expect(cutToBytes(`first line\nsecond [link](dtmd://${"x".repeat(50)})`, 40)).toMatch(
      /^first line…$|second/,
    );
    expect(cutToBytes(`${"a".repeat(30)}\n[link](dtmd://${"x".repeat(50)})`, 50)).toBe(`${"a".repeat(30)}…`);
  });
});
