import type { Piece, RangeEnd, Refiner } from "../piece.ts";
import type { Tokens } from "../token.ts";
import { endJoint } from "./ending.ts";
import { merge, Owners } from "./owners.ts";
import { leftSide, plausible, rightSide, type Side } from "./range-sides.ts";
import { untilRanges } from "./until.ts";

/** Joins two times into a range: 3-4pm, from 2 to 4, between 10 and 11:30, 三点到五点, 现在到五点, 3pm until 5. */
export const range: Refiner = {
  name: "range",
  refine(pieces, reading) {
    const { tokens } = reading;
    const owners = new Owners(pieces);
    const made: Piece[] = [];
    const used = new Set<Piece>();
    const hasEnd = tokens.list.some(({ senses }) => senses.some(({ key }) => key === "end"));
    let taken = -1;
    for (let index = 0; index < tokens.length; index++) {
      if (index < taken) continue;
      const ending = hasEnd ? endJoint(reading, owners, index) : undefined;
      const joint = jointAt(tokens, owners, index) ?? (ending && { ...ending, between: false });
      if (joint === undefined) continue;
      const left = leftSide(reading, owners, index, taken);
      const right = left === undefined ? undefined : rightSide(reading, owners, joint.to);
      if (left === undefined || right === undefined || !plausible(tokens, left, right)) continue;
      for (const piece of [...left.used, ...right.used]) used.add(piece);
      if (isMinutesTo(left, right) && right.clock !== undefined && /^to$/.test(tokens.text(index))) {
        const total = right.clock.hour * 60 - (left.clock?.hour ?? 0);
        made.push({
          rule: "minutes to",
          from: left.from,
          to: right.to,
          meaning: { kind: "clock", clock: { hour: Math.floor(total / 60), minute: total % 60 } },
        });
        taken = right.to;
        continue;
      }
      const between = joint.between || tokens.is(right.to, "suffix", "between");
      made.push({
        rule: "range",
        from: left.from,
        to: right.to + (ending?.skip ?? 0),
        meaning: { kind: "range", start: sideOf(left), end: sideOf(right), between },
      });
      taken = right.to;
    }
    const joined = merge(
      pieces.filter((piece) => !used.has(piece)),
      made,
    );
    return untilRanges(joined, reading);
  },
};

function sideOf(side: Side): RangeEnd {
  return {
    ...(side.clock === undefined ? {} : { clock: side.clock }),
    ...(side.day === undefined ? {} : { day: side.day }),
    ...(side.part === undefined ? {} : { part: side.part }),
    ...(side.now === undefined ? {} : { now: side.now }),
    ...(side.isNextDay === undefined ? {} : { isNextDay: side.isNextDay }),
  };
}

/** "to", "-", 到; "and" after "between"; 和 before 之间. */
function jointAt(tokens: Tokens, owners: Owners, at: number): { to: number; between: boolean } | undefined {
  const isTo =
    (tokens.is(at, "link", "to") && owners.of(at) === undefined) || isIsoInterval(tokens, owners, at);
  const hasBetween = betweenBefore(tokens, at);
  if (isTo) {
    let to = at + 1;
    while (to - at < 4 && tokens.is(to, "link", "to") && owners.of(to) === undefined) to++;
    return { to, between: hasBetween };
  }
  return tokens.is(at, "link", "and") && (hasBetween || betweenAfter(tokens, at))
    ? { to: at + 1, between: true }
    : undefined;
}

/** 2026-03-16T15:00/2026-03-16T16:30. */
function isIsoInterval(tokens: Tokens, owners: Owners, at: number): boolean {
  if (tokens.text(at) !== "/" || owners.of(at) !== undefined) return false;
  const [left, right] = [owners.of(at - 1)?.meaning, owners.of(at + 1)?.meaning];
  return left?.kind === "clock" && right?.kind === "day" && right.day.type === "date";
}

function betweenBefore(tokens: Tokens, at: number): boolean {
  for (let index = at - 1; index >= Math.max(0, at - 8); index--)
    if (tokens.is(index, "link", "between")) return true;
  return false;
}

function betweenAfter(tokens: Tokens, at: number): boolean {
  for (let index = at + 1; index <= at + 5; index++) if (tokens.is(index, "suffix", "between")) return true;
  return false;
}

/** "20 to 3" is twenty minutes to three. */
function isMinutesTo(left: Side, right: Side): boolean {
  const minutes = left.clock?.hour ?? 0;
  return (
    left.isNumber === true &&
    right.isNumber === true &&
    minutes >= 20 &&
    minutes <= 25 &&
    minutes % 5 === 0 &&
    (right.clock?.hour ?? 24) <= 12
  );
}
