import type { Command, Intent } from "./command.ts";
import type { Meaning } from "./piece.ts";
import { isCalm, type Signals, says } from "./signals.ts";
import { isExtended, isGivenUpEarly, isShortened } from "./stay.ts";

/** Rules in order; the first that holds names the intent. `known` is what else was understood. */
type Rule = readonly [intent: Intent, holds: (signals: Signals, known: Command) => boolean];

const RULES: readonly Rule[] = [
  ["unknown", (signals) => signals.chat],
  ["unlink", isAlone("unlink")],
  ["link", isAlone("link")],
  [
    "decline",
    (signals) => signals.isReplyOnly && signals.replies.has("decline") && !signals.verbs.has("cancel"),
  ],
  [
    "confirm",
    (signals) => signals.isReplyOnly && signals.replies.has("confirm") && !signals.verbs.has("cancel"),
  ],
  ["why", (signals) => says("why")(signals) && !signals.isTimed],
  ["help", (signals) => signals.verbs.has("helpMe") && signals.evidence === 0 && signals.strange === 0],
  [
    "help",
    (signals) =>
      signals.verbs.has("help") &&
      !signals.verbs.has("cancel") &&
      isCalm(signals, 1) &&
      !signals.isTimed &&
      !signals.has("capacity") &&
      !signals.has("roomName"),
  ],
  ["watch", says("unwatch")],
  ["decline", (signals) => signals.verbs.has("keepIt")],
  ["shorten", isGivenUpEarly],
  [
    "cancel",
    (signals) =>
      (says("cancel")(signals) || says("drop")(signals) || isGivenUp(signals)) &&
      !signals.verbs.has("watch") &&
      !signals.verbs.has("vacancy"),
  ],
  ["watch", isWatch],
  ["shorten", isShortened],
  ["extend", isExtended],
  ["move", (signals) => says("move")(signals) && !isSwap(signals)],
  ["swap", isSwap],
  ["book", (signals, known) => known.choice !== undefined && !signals.verbs.has("mine") && isCalm(signals)],
  ["mine", (signals) => (says("mine")(signals) || isOwn(signals)) && !signals.has("roomName")],
  ["status", isStatus],
  [
    "more",
    (signals) =>
      says("more")(signals) &&
      !signals.isTimed &&
      !signals.has("capacity") &&
      !signals.has("equipment") &&
      !signals.has("floor") &&
      !signals.verbs.has("compare"),
  ],
  ["book", (signals, known) => known.room !== undefined && isTaken(signals)],
  ["find", (signals) => signals.verbs.has("ask") && signals.strange === 0],
  ["find", isFind],
];

/** Something that is said by itself. */
function isAlone(verb: string) {
  return (signals: Signals): boolean =>
    signals.verbs.has(verb) && !signals.isTimed && signals.evidence === 0 && signals.strange === 0;
}

function isOwn(signals: Signals): boolean {
  return signals.asksOwn && !signals.available && isCalm(signals, 1) && (signals.room || signals.isTimed);
}

/** 珠峰不要了: a refusal that names what is given up. */
function isGivenUp(signals: Signals): boolean {
  return (
    signals.replies.has("decline") &&
    !signals.verbs.has("swap") &&
    !signals.wish &&
    !signals.book &&
    (signals.room || signals.has("roomName")) &&
    isCalm(signals, 0.6)
  );
}

function isSwap(signals: Signals): boolean {
  if (says("swap")(signals)) return true;
  if (says("move")(signals) && signals.verbs.has("compare")) return true;
  const isPlaced = PLACED.some((kind) => signals.has(kind)) && !signals.isTimed && !signals.has("length");
  if (says("move")(signals) && isPlaced) return true;
  return says("compare")(signals) && !signals.isTimed && !signals.has("capacity");
}

/** 换到12楼: a change without a time is of the room. */
const PLACED: readonly Meaning["kind"][] = ["roomName", "floor", "building", "equipment", "capacity"];

function isStatus(signals: Signals): boolean {
  const asks =
    signals.verbs.has("status") ||
    (signals.verbs.has("look") && !signals.verbs.has("book")) ||
    ((signals.available || signals.question) && !signals.verbs.has("book"));
  if (signals.has("roomName")) return asks && isCalm(signals, 2);
  return (
    signals.verbs.has("status") &&
    (signals.room || signals.verbs.has("book")) &&
    !signals.wish &&
    isCalm(signals, 1.2)
  );
}

/** "Let me know when …" needs something that may become free; 空了叫我 says it itself. */
function isWatch(signals: Signals): boolean {
  if (signals.verbs.has("vacancy") && isCalm(signals, 1.2)) return true;
  return (
    signals.verbs.has("watch") &&
    (signals.available || signals.room || signals.has("roomName")) &&
    isCalm(signals, 1.5)
  );
}

/** A room by its name, with little else but what one says of rooms and times. */
function isTaken(signals: Signals): boolean {
  const isSaid = signals.book || signals.wish || signals.isTimed || signals.room || signals.has("length");
  return signals.evidence - signals.strange >= 1 && (isSaid || signals.strange <= 0.4);
}

/** A wish for a room: by what rooms have, or by a time and hardly anything else. */
function isFind(signals: Signals): boolean {
  const isAboutRooms =
    signals.room || signals.available || signals.book || HARD.some((kind) => signals.has(kind));
  const isBare = !signals.wish && !signals.available && !signals.book && !signals.isTimed;
  if (isBare && !signals.has("length") && !HARD.some((kind) => signals.has(kind)) && signals.strange > 0.3)
    return false;
  if (isAboutRooms)
    return (
      signals.evidence - 1.5 * signals.strange > 0.9 &&
      (signals.room ||
        signals.isTimed ||
        signals.available ||
        HARD.some((kind) => signals.has(kind)) ||
        signals.has("length"))
    );
  return (
    (signals.isTimed || signals.has("length")) &&
    !signals.tells &&
    signals.strange <= 0.3 &&
    signals.evidence >= 0.9
  );
}

const HARD: readonly Meaning["kind"][] = [
  "capacity",
  "roomCount",
  "equipment",
  "floor",
  "building",
  "roomName",
];

export function intentOf(signals: Signals, known: Command): Intent {
  return RULES.find(([, holds]) => holds(signals, known))?.[0] ?? "unknown";
}
