import type { Meaning, Piece, Reading, Recurrence, Refiner } from "../piece.ts";

const EXCLUDING =
  /^(not|except|except for|excluding|other than|apart from|aside from|besides|but not|save for|anything but|rather than|instead of|avoid|avoiding|skipping)$/;
const EXCLUDABLE: ReadonlySet<Meaning["kind"]> = new Set([
  "day",
  "days",
  "part",
  "clock",
  "range",
  "roomName",
  "floor",
  "building",
]);
/** What "but" may leave out: "any day but Friday", "anything but K2". */
const NAMED: ReadonlySet<Meaning["kind"]> = new Set(["day", "roomName", "floor", "building"]);
const OPPOSITE = { before: "after", until: "after", after: "before", from: "before" } as const;
const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** "Not tomorrow", "next week except Monday", "any room but K2": what is left out is not asked for. */
export const exclusions: Refiner = {
  name: "exclusions",
  refine(pieces, reading) {
    const excluded = new Set<Piece>();
    for (const [index, piece] of pieces.entries()) {
      const last = pieces[index - 1];
      const goesOn =
        last !== undefined &&
        excluded.has(last) &&
        last.meaning.kind === piece.meaning.kind &&
        piece.from - last.to === 1 &&
        /^(and|nor|&)$/.test(reading.tokens.text(last.to));
      const orElse = pieces[index - 2];
      const isOr =
        last?.meaning.kind === "or" &&
        orElse !== undefined &&
        excluded.has(orElse) &&
        orElse.meaning.kind === piece.meaning.kind;
      if (isOr) excluded.add(last);
      if (EXCLUDABLE.has(piece.meaning.kind) && (goesOn || isOr || isExcluded(piece, reading)))
        excluded.add(piece);
    }
    if (excluded.size === 0) return pieces;
    const gone = [...excluded].flatMap(({ meaning }) =>
      meaning.kind === "day" && meaning.day.type === "weekday" ? [meaning.day.weekday] : [],
    );
    return pieces.map((piece) => {
      const { meaning } = piece;
      if (meaning.kind === "recurrence")
        return { ...piece, meaning: { ...meaning, recurrence: without(meaning.recurrence, gone) } };
      if (!excluded.has(piece)) return piece;
      const relation = meaning.kind === "clock" || meaning.kind === "part" ? meaning.relation : undefined;
      return relation !== undefined && (meaning.kind === "clock" || meaning.kind === "part")
        ? { ...piece, meaning: { ...meaning, relation: OPPOSITE[relation] } }
        : { ...piece, meaning: { kind: "aside" } };
    });
  },
};

function isExcluded({ from, meaning }: Piece, { tokens }: Reading): boolean {
  let index = from - 1;
  while (from - index < 4 && tokens.is(index, "link", "on", "at", "in", "the", "for")) index--;
  if (EXCLUDING.test(tokens.text(index)))
    return !/^(why|if|or|whether|is|are|does|do)$/.test(tokens.text(index - 1));
  if (
    tokens.text(from - 1) !== "but" ||
    !NAMED.has(meaning.kind) ||
    tokens.is(from, "link", "on", "at", "in")
  )
    return false;
  return [2, 3, 4].some((back) =>
    /^(any|anything|anywhere|every|all|everything)$/.test(tokens.text(from - back)),
  );
}

/** "Every weekday except Wednesday": the days that remain. */
function without(rule: Recurrence, gone: readonly number[]): Recurrence {
  const isDaily = rule.freq === "DAILY" && rule.interval === 1;
  if (gone.length === 0 || rule.nth !== undefined || (rule.weekdays === undefined && !isDaily)) return rule;
  const weekdays = (rule.weekdays ?? WEEK).filter((day) => !gone.includes(day));
  return weekdays.length === 0 ? rule : { ...rule, freq: "WEEKLY", weekdays };
}
