/** 周 before 一次, 日志, 四处 …: the numeral belongs to the word after it and names no day of the week. */
const LOST =
  /(?:周|星期|礼拜)(?=一(?:次|回|遍|定|直(?!接)|般|共(?![享同进])|样|旦|下(?![午班周]))|日(?:志|报|程|常|记|均|历)|四处)/y;

/** Where the word for a week that begins at most two characters after `at` ends, if what follows takes its numeral away. */
export function weekWordEnd(text: string, at: number): number | undefined {
  for (let from = at; from < at + 3; from++) {
    LOST.lastIndex = from;
    if (LOST.test(text)) return LOST.lastIndex;
  }
  return undefined;
}
