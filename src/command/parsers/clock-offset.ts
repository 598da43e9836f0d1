import { place } from "../halves.ts";
import type { Clock, Parser } from "../piece.ts";
import { clockAt } from "./clock-forms.ts";
import { lengthAt } from "./length-forms.ts";

/** "Two hours after noon", "half an hour before 4pm": a time counted from another. "For 2 hours after 3" is a length. */
export const clockOffset: Parser = {
  name: "clock offset",
  find({ tokens }, at) {
    const start = tokens.is(at, "link", "at", "around") ? at + 1 : at;
    if (at > 0 && start === at) return undefined;
    const length = lengthAt(tokens, start);
    if (length === undefined || length.value >= 720 || length.value <= 0) return undefined;
    const word = tokens.text(length.to);
    if (!/^(after|before)$/.test(word)) return undefined;
    const read = clockAt(tokens, length.to + 1);
    const isSure = read?.clock.half !== undefined || read?.clock.exact === true;
    if (read === undefined || !isSure || read.clock.eod === true || read.invalid === true) return undefined;
    const minute = place(read.clock, undefined).minute + (word === "after" ? length.value : -length.value);
    if (minute < 0 || minute >= 1440) return undefined;
    const clock: Clock = { hour: Math.floor(minute / 60), minute: minute % 60, exact: true };
    return { to: read.to, meaning: { kind: "clock", clock } };
  },
};
