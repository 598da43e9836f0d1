import type { Reading } from "../piece.ts";
import type { Tokens } from "../token.ts";
import type { Owners } from "./owners.ts";
import { rightSide } from "./range-sides.ts";

const BETWEEN = /^(开始|开会|开|起|时间|时间是|结束|结束时间|[:,;，；])$/;

/** Whether the token says that a time before it is an end: 四点结束, 到五点为止. */
const isEnd = (tokens: Tokens, at: number): boolean =>
  tokens.is(at, "verb", "end") || /^(止|为止|完)$/.test(tokens.text(at));

/**
 * A joint without a word for "to": 两点开始四点结束, 3点，4点结束, 开始时间14:00 结束时间15:30. `to` is where the second time
 * begins, `skip` how many tokens behind it say that it is the end.
 */
export function endJoint(
  reading: Reading,
  owners: Owners,
  at: number,
): { readonly to: number; readonly skip: number } | undefined {
  const { tokens } = reading;
  const before = owners.of(at - 1);
  if (before?.meaning.kind !== "clock" || before.to !== at) return undefined;
  let to = at;
  let hasLabel = false;
  while (to - at < 5 && owners.of(to) === undefined && BETWEEN.test(tokens.text(to))) {
    hasLabel ||= tokens.is(to, "verb", "end");
    to++;
  }
  const right = rightSide(reading, owners, to);
  if (right === undefined) return undefined;
  const skip = isEnd(tokens, right.to) ? 1 : 0;
  return hasLabel || skip > 0 ? { to, skip } : undefined;
}
