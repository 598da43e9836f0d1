import { describe, expect, it } from "vitest";
import { holds, type Row } from "../../bench/section.ts";
import { figure, markdownTable, plainLine } from "../../bench/table.ts";

const calls: Row = {
  measure: "calls a question",
  ours: 2.5,
  unit: "calls",
  plusMinus: 0.125,
  naive: [{ way: "all rooms", value: 40 }],
  goal: { most: 3 },
};
const slow: Row = {
  measure: "p99 | ms",
  ours: 75.4,
  unit: "ms",
  goal: { most: 50 },
  note: "The disk is slow.",
};

describe("the table of results", () => {
  it("puts the naive ways beside ours, as ratios, and says which goals hold", () => {
    const { text, notes } = markdownTable([calls, slow], 3);
    expect(text.split("\n")).toEqual([
      "| measure | freeroom | naive ways (how many times ours) | goal | holds |",
      "| --- | --- | --- | --- | --- |",
      "| calls a question | 2.5 calls ± 0.13 | all rooms 40 calls (16×) | ≤ 3 calls | yes |",
      "| p99 \\| ms³ | 75.4 ms |  | ≤ 50 ms | **no** |",
      "",
      "³ The disk is slow.",
    ]);
    expect(notes).toBe(1);
  });

  it("numbers notes with as many digits as it takes", () => {
    expect(markdownTable([slow], 12).text).toContain("¹² The disk is slow.");
  });

  it("makes no ratio of shares, which are no costs, nor of nothing", () => {
    const share: Row = { ...calls, unit: "%", ours: 99, naive: [{ way: "another", value: 80 }] };
    expect(markdownTable([share], 1).text).not.toContain("×)");
    expect(markdownTable([{ ...calls, ours: 0 }], 1).text).not.toContain("×)");
  });

  it("tells the same in a line of the terminal", () => {
    expect(plainLine(calls)).toBe(
      "calls a question: 2.5 calls ± 0.13 · naive: all rooms 40 calls (16×) · goal ≤ 3 calls: holds",
    );
    expect(plainLine(slow)).toContain("MISSED\n      The disk is slow.");
  });

  it("writes figures as they are read", () => {
    expect(figure(1_240.4, "ms")).toBe("1,240 ms");
    expect(figure(1.044, "×")).toBe("1.04×");
    expect(figure(3, "calls")).toBe("3 calls");
  });
});

describe("a goal", () => {
  it("is judged by the figure that is shown", () => {
    expect(holds({ ours: 3.004, unit: "calls", goal: { most: 3 } })).toBe(true);
    expect(holds({ ours: 3.006, unit: "calls", goal: { most: 3 } })).toBe(false);
    expect(holds({ ours: 94.99, unit: "%", goal: { least: 95 } })).toBe(false);
    expect(holds({ ours: 95, unit: "%", goal: { least: 95 } })).toBe(true);
    expect(holds({ ours: 1, unit: "calls" })).toBeUndefined();
  });
});
