/** Digits and a colon as strokes in a box of 4 by 6, so that a picture needs no font. */
const STROKES: Readonly<Record<string, string>> = {
  "0": "M0 0H4V6H0Z",
  "1": "M1 1L2.5 0V6",
  "2": "M0 0H4V3H0V6H4",
  "3": "M0 0H4V6H0M0 3H4",
  "4": "M0 0V3H4M4 0V6",
  "5": "M4 0H0V3H4V6H0",
  "6": "M4 0H0V6H4V3H0",
  "7": "M0 0H4V6",
  "8": "M0 0H4V6H0ZM0 3H4",
  "9": "M4 3H0V0H4V6H0",
  ":": "M2 1.5V2M2 4V4.5",
};
const ADVANCE = 6;

/** How wide these digits are, at this height, in the picture's units. */
export const digitsWidth = (text: string, height: number): number =>
  ((text.length * ADVANCE - 2) * height) / 6;

/** Digits whose middle is at `x` and whose top is at `y`; any other character is left out. */
export function digitPaths(text: string, x: number, y: number, height: number, colour: string): string {
  const scale = height / 6;
  const left = x - digitsWidth(text, height) / 2;
  return [...text]
    .map((char, at) => {
      const strokes = STROKES[char];
      if (!strokes) return "";
      const place = `translate(${left + at * ADVANCE * scale} ${y}) scale(${scale})`;
      return `<path d="${strokes}" transform="${place}" fill="none" stroke="${colour}" stroke-width="0.8"/>`;
    })
    .join("");
}
