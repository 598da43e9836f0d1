import { expect, it } from "vitest";
import { shortest } from "../../src/bot/replies/shortest.ts";
import type { Card } from "../../src/card/elements.ts";
import type { Spent } from "../../src/ports/budget.ts";

const budget = (calls: Spent, messages: Spent = { used: 0 }) => ({
  calls: () => calls,
  messages: () => messages,
});
const card: Card = {
  title: "Free",
  tone: "neutral",
  language: "en",
  blocks: [
    {
      kind: "options",
      options: [
        { number: 1, title: "Everest", details: ["8 seats"], why: ["your usual room"], strip: "▁█▁" },
      ],
    },
    { kind: "form", actionId: "a", submit: "Search", fields: [] },
    { kind: "note", text: "The length was assumed." },
  ],
};

it("leaves an answer as it is while the month has something left, or no share is set", () => {
  expect(shortest(card, budget({ used: 99, of: 100 }))).toBe(card);
  expect(shortest(card, budget({ used: 99 }))).toBe(card);
});

it("keeps what there is to choose and what was assumed, and says why it is short", () => {
  for (const used of [budget({ used: 100, of: 100 }), budget({ used: 0 }, { used: 7, of: 7 })])
    expect(shortest(card, used).blocks).toEqual([
      { kind: "options", options: [{ number: 1, title: "Everest", details: ["8 seats"] }] },
      { kind: "note", text: "The length was assumed." },
      { kind: "note", text: expect.stringContaining("month") },
    ]);
});
