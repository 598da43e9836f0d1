import { holds, type Row, rounded, type Unit } from "./section.ts";

/** Units that a naive way may be put into relation with: what they count is a cost. */
const COSTS: ReadonlySet<Unit> = new Set(["calls", "rooms", "ms", "MB", "trips"]);
const HEAD = ["measure", "freeroom", "naive ways (how many times ours)", "goal", "holds"];

/** A figure with its unit: `3.2 calls`, `1,240 ms`, `1.04×`, `12.5 %`. */
export function figure(value: number, unit: Unit): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  const number = rounded(value, unit).toLocaleString("en-US", { maximumFractionDigits: digits });
  return unit === "×" ? `${number}×` : `${number} ${unit}`;
}

/** One row's cells, in the order of the head; `mark` is its footnote's. */
function cells(row: Row, mark: string): string[] {
  const { measure, ours, unit, plusMinus, naive = [], goal } = row;
  const isMet = holds(row);
  const spread = plusMinus === undefined ? "" : ` ± ${rounded(plusMinus, unit).toLocaleString("en-US")}`;
  const beside = naive.map(({ way, value }) => {
    const ratio = COSTS.has(unit) && ours > 0 ? ` (${times(value / ours)})` : "";
    return `${way} ${figure(value, unit)}${ratio}`;
  });
  const aim = goal && ("most" in goal ? `≤ ${figure(goal.most, unit)}` : `≥ ${figure(goal.least, unit)}`);
  const verdict = isMet === undefined ? "" : isMet ? "yes" : "**no**";
  return [`${measure}${mark}`, `${figure(ours, unit)}${spread}`, beside.join("; "), aim ?? "", verdict];
}

const times = (ratio: number): string =>
  `${ratio.toLocaleString("en-US", { maximumSignificantDigits: ratio < 100 ? 2 : 3 })}×`;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (number: number): string =>
  [...String(number)].map((digit) => SUPERSCRIPTS[Number(digit)] ?? "").join("");

/** A section as a markdown table, its notes under it, numbered from `firstNote` on. */
export function markdownTable(rows: readonly Row[], firstNote: number): { text: string; notes: number } {
  const notes: string[] = [];
  const body = rows.map((row) => {
    if (row.note === undefined) return cells(row, "");
    notes.push(row.note);
    return cells(row, superscript(firstNote + notes.length - 1));
  });
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
  const table = [line(HEAD), line(HEAD.map(() => "---")), ...body.map(line)].join("\n");
  const under = notes.map((note, at) => `${superscript(firstNote + at)} ${note}`).join("\n\n");
  return { text: under ? `${table}\n\n${under}` : table, notes: notes.length };
}

/** A row for the terminal. */
export function plainLine(row: Row): string {
  const [measure = "", ours = "", beside = "", aim = "", verdict = ""] = cells(row, "");
  const parts = [
    ours,
    beside && `naive: ${beside}`,
    aim && `goal ${aim}: ${verdict === "yes" ? "holds" : "MISSED"}`,
  ];
  return `${measure}: ${parts.filter(Boolean).join(" · ")}${row.note ? `\n      ${row.note}` : ""}`;
}
