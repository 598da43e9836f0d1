import { describe, expect, it } from "vitest";
import { trendOf } from "./trend.ts";

/** A value every 5 s for 30 minutes, with a noise that is the same in every run. */
const series = (of: (second: number) => number, noise: number) => {
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647 - 0.5;
  };
  return Array.from({ length: 360 }, (_, at) => ({ second: at * 5, value: of(at * 5) + noise * random() }));
};

describe("the trend of what a process holds", () => {
  it("is flat where it only swings", () => {
    const { verdict, perHour, plusMinus } = trendOf(
      series(() => 100, 40),
      { of: "mean", least: 5 },
    );
    expect(verdict).toBe("flat");
    expect(Math.abs(perHour)).toBeLessThan(plusMinus);
  });

  it("grows where each of 36,000 messages leaves a kilobyte behind, whatever the garbage beside it", () => {
    const heap = (second: number) => 100 + (second * 20) / 1024 + ((second / 5) % 12) * 4;
    const { verdict, perHour } = trendOf(series(heap, 5), { of: "least", least: 5 });
    expect(verdict).toBe("grows");
    expect(perHour).toBeGreaterThan(60);
    expect(perHour).toBeLessThan(80);
  });

  it("grows where a socket stays open at each of sixty drops", () => {
    const { verdict } = trendOf(
      series((second) => 10 + Math.floor(second / 30), 4),
      { of: "mean", least: 5 },
    );
    expect(verdict).toBe("grows");
  });

  it("is unclear where the noise hides it, or where there is too little to tell", () => {
    expect(
      trendOf(
        series((second) => 100 + second / 200, 900),
        { of: "mean", least: 5 },
      ).verdict,
    ).toBe("unclear");
    expect(trendOf(series(() => 1, 0).slice(0, 5), { of: "mean", least: 5 }).verdict).toBe("unclear");
  });
});
