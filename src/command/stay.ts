import { isCalm, type Signals, says } from "./signals.ts";

/** Rules for a stay that is made shorter or longer: 提前半小时结束, 改到4点结束, "30 more minutes". */

/** A stay is made longer or shorter by a length, to a time or just so, not by a day: 下周再聊 is a goodbye. */
function isOfMyStay(signals: Signals): boolean {
  const isDayOnly = (signals.has("day") || signals.has("days")) && !signals.has("clock");
  return signals.has("length") || signals.room || signals.has("roomName") || !isDayOnly;
}

/** 改到4点结束: the time that is said is the stay's end. */
const movesEnd = (signals: Signals): boolean => says("endAt")(signals) && says("move")(signals);

/** "Free up K2 30 minutes early". */
export const isGivenUpEarly = (signals: Signals): boolean =>
  says("cancel")(signals) && signals.verbs.has("early") && signals.has("length") && !signals.has("clock");

/** "End it now", "finish K2 at 4", 现在结束, 三点半结束: said alone, without a wish beside it. */
function isEnded(signals: Signals): boolean {
  if (signals.wish || signals.available || signals.has("range") || signals.has("capacity")) return false;
  const isRoomOnly = signals.has("roomName") && !signals.isTimed;
  const isWhen = signals.has("clock") || signals.has("now");
  if (signals.verbs.has("finishIt") && isWhen && isCalm(signals, 0.8)) return true;
  if (signals.verbs.has("end") && (signals.has("now") || isRoomOnly) && isCalm(signals, 0.6)) return true;
  return signals.verbs.has("endAt") && !signals.room && !signals.book && isCalm(signals, 0.6);
}

export function isShortened(signals: Signals): boolean {
  if (isLate(signals)) return false;
  if (movesEnd(signals) || isEnded(signals)) return true;
  if (says("shorten")(signals) && isOfMyStay(signals) && !signals.has("range")) return true;
  const isEarly = says("finish")(signals) && signals.verbs.has("early");
  if (isEarly && signals.has("length") && !signals.has("clock")) return true;
  return (
    says("end")(signals) && (signals.verbs.has("move") || signals.has("length")) && !signals.has("clock")
  );
}

/** 推迟到5点结束, 晚半小时结束. */
function isLate(signals: Signals): boolean {
  const isOfEnd = signals.verbs.has("endAt") || (signals.verbs.has("end") && signals.has("length"));
  return isOfEnd && says("delay")(signals);
}

/** "Another hour please". */
const isAnother = (signals: Signals): boolean =>
  says("another")(signals) && !signals.isTimed && !signals.meeting && !signals.has("capacity");

export function isExtended(signals: Signals): boolean {
  if (isLate(signals)) return true;
  if (says("extend")(signals) && isOfMyStay(signals)) return true;
  const isMore = says("add")(signals) || (says("more")(signals) && !signals.isTimed) || isAnother(signals);
  return signals.has("length") && !signals.room && isMore;
}
