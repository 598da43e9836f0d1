/** Fresh ids in Feishu's forms, drawn from the sandbox's own numbers so that a run can be repeated. */
export interface Ids {
  /** `length` lowercase hex digits. */
  hex(length: number): string;
  /** A whole number of `digits` digits. */
  digits(digits: number): string;
  /** `length` characters of the alphabet. */
  of(alphabet: string, length: number): string;
}

export function drawIds(random: () => number): Ids {
  const draw = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
  return {
    hex: (length) => draw("0123456789abcdef", length),
    digits: (length) => draw("123456789", 1) + draw("0123456789", length - 1),
    of: draw,
  };
}
