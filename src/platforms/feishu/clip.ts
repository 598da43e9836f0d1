const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The text, or its beginning and "…", of at most `most` UTF-16 units; never cut inside what a reader sees as one character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    if (index + segment.length > most - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}
