const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** How far past the cut to look for the end of a character; what is longer is no writing. */
const LONGEST_CHARACTER = 64;

/** The text, or its beginning and "…", of at most `most` UTF-16 units; never cut inside what a reader sees as one character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  // The character that holds the last unit there is room for, bar the one of "…", is the first to go.
  const first = graphemes.segment(text.slice(0, most + LONGEST_CHARACTER)).containing(most - 1);
  return `${text.slice(0, first?.index ?? 0)}…`;
}
