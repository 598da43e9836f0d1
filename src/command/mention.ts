import { isDigit } from "./normalise.ts";

/** What bots are called, where a mention is not set off by a blank: @会议室助手明天下午三点. */
const BOT_ENDS = ["机器人", "小助手", "助手", "助理", "小秘书", "小秘", "bot"];

/** Blanks out the mention that a text begins with: it is the bot. Keeps the length. */
export function dropMention(text: string): string {
  const start = text.search(/\S/);
  if (
    start < 0 ||
    text.charAt(start) !== "@" ||
    isDigit(text.charAt(start + 1)) ||
    text.charAt(start + 1) === " "
  )
    return text;
  let end = start + 1;
  while (end < text.length && end - start < 64 && !/[\s,，:;!?。、]/.test(text.charAt(end))) end++;
  const name = text.slice(start + 1, end);
  if (name === "") return text;
  const isWhole = end >= text.length && name.length > 6;
  const bot = isWhole
    ? BOT_ENDS.map((word) => ({ word, at: name.indexOf(word) })).find(({ at }) => at >= 0)
    : undefined;
  const stop = bot === undefined ? end : start + 1 + bot.at + bot.word.length;
  const rest = /^[,，:]/.test(text.slice(stop)) ? stop + 1 : stop;
  return " ".repeat(rest) + text.slice(rest);
}
