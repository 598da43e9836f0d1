const DIGITS = new Map(
  [..."零一二三四五六七八九"]
    .map((char, value) => [char, value] as const)
    .concat([
      ["两", 2],
      ["俩", 2],
      ["仨", 3],
    ]),
);
const UNITS = new Map([
  ["十", 10],
  ["百", 100],
  ["千", 1000],
]);

/** Old words for twenty and thirty, on calendars: 廿五, 卅. */
const TENS = new Map([
  ["廿", 20],
  ["卅", 30],
]);

/**
 * The Chinese number that begins at `at`: 十二, 二十三, 一百二十, or digit by digit 二零二七. Stops where a new number
 * would begin: 三十点 is 30, 二十三十 is 23 and then 10. Undefined where none begins there.
 */
export function chineseNumber(text: string, at: number): { value: number; end: number } | undefined {
  const tens = TENS.get(text.charAt(at));
  if (tens !== undefined) {
    const ones = DIGITS.get(text.charAt(at + 1)) ?? 0;
    return { value: tens + ones, end: at + (ones > 0 ? 2 : 1) };
  }
  if (text.charAt(at) === "零" && text.charAt(at + 1) === "十") return chineseNumber(text, at + 1);
  let index = at;
  let total = 0;
  let ceiling = Number.POSITIVE_INFINITY;
  while (index < text.length && index - at < 12) {
    const char = text.charAt(index);
    const digit = DIGITS.get(char);
    const ahead = UNITS.get(text.charAt(index + 1));
    const unit = UNITS.get(char);
    if (unit === 10 && index === at) {
      total = 10;
      ceiling = 10;
      index++;
    } else if (unit === 10 && text.charAt(index - 1) !== "十" && ceiling > 10 && index > at) {
      total += 10;
      ceiling = 10;
      index++;
    } else if (digit !== undefined && ahead !== undefined && ahead < ceiling) {
      total += digit * ahead;
      ceiling = ahead;
      index += 2;
    } else if (digit === 0 && index > at && DIGITS.has(text.charAt(index + 1)) && ceiling > 10) {
      index++;
    } else if (digit !== undefined && index === at) {
      return digitByDigit(text, at);
    } else if (digit !== undefined && digit > 0 && index > at && (ahead === undefined || ceiling === 10)) {
      return { value: total + digit, end: index + 1 };
    } else break;
  }
  return index === at ? undefined : { value: total, end: index };
}

function digitByDigit(text: string, at: number): { value: number; end: number } {
  let index = at;
  let value = 0;
  while (index < text.length && index - at < 8) {
    const digit = DIGITS.get(text.charAt(index));
    if (digit === undefined || (index > at && UNITS.has(text.charAt(index + 1)))) break;
    value = value * 10 + digit;
    index++;
  }
  return { value, end: index };
}

/** 三四, 七八: two neighbouring digits that mean "about". */
export function isRoughPair(text: string): boolean {
  if (text.length !== 2) return false;
  const first = DIGITS.get(text.charAt(0));
  const second = DIGITS.get(text.charAt(1));
  return first !== undefined && second !== undefined && first > 0 && second === first + 1;
}

/** The single digits of a run like 一三五. */
export function digitsOf(text: string): number[] {
  return [...text].flatMap((char) => DIGITS.get(char) ?? (char >= "0" && char <= "9" ? Number(char) : []));
}
