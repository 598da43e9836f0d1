import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { dayPicture, pictureSize } from "../../src/card/day-picture.ts";
import type { RoomDay } from "../../src/card/day-strip.ts";

const zone = "Asia/Shanghai";
const at = (minutes: number) => Date.parse("2026-03-12T00:00:00+08:00") + minutes * 60_000;
const window = { start: at(9 * 60), end: at(18 * 60) };
const stretch = fc
  .tuple(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 1, max: 600 }))
  .map(([from, minutes]) => ({ start: at(from), end: at(from + minutes) }));
const room: fc.Arbitrary<RoomDay> = fc
  .record({
    name: fc.string(),
    busy: fc.option(fc.array(stretch, { maxLength: 6 }), { nil: undefined }),
    wanted: stretch,
  })
  .map((one) => ({ ...one, window }));

/** Every number that stands in an attribute of a place or a size. */
const boxes = (svg: string) =>
  [...svg.matchAll(/<rect x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"/g)].map((match) =>
    match.slice(1).map(Number),
  );

describe("a day as a picture", () => {
  it("has no text and no names, and nothing lies outside of it", () => {
    fc.assert(
      fc.property(fc.array(room, { maxLength: 8 }), fc.integer({ min: 0, max: 1440 }), (days, now) => {
        const svg = dayPicture(days, { nowMs: at(now), zone });
        const { width, height } = pictureSize(days.length);
        expect(svg).not.toMatch(/<text|font|NaN|undefined|Infinity/);
        for (const [x = -1, y = -1, w = -1, h = -1] of boxes(svg)) {
          expect(Math.min(x, y, w, h)).toBeGreaterThanOrEqual(0);
          expect(x + w).toBeLessThanOrEqual(width + 0.01);
          expect(y + h).toBeLessThanOrEqual(height);
        }
        for (const { name } of days.filter((one) => /[a-z]{4}/i.test(one.name)))
          expect(svg).not.toContain(`>${name}<`);
      }),
    );
  });

  it("becomes pixels: dark where it is busy, light where it is free", async () => {
    const busy = [{ start: at(9 * 60), end: at(13 * 60 + 30) }];
    const svg = dayPicture([{ name: "Everest", window, busy }], { nowMs: at(0), zone });
    const { data, info } = await sharp(Buffer.from(svg))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = pictureSize(1);
    expect([info.width, info.height]).toEqual([width, height]);
    const light = (x: number) => data[(32 + 12) * info.width * info.channels + x * info.channels] ?? -1;
    expect(light(100)).toBeLessThan(100);
    expect(light(300)).toBeGreaterThan(220);
  });
});
