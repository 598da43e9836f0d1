import { readFileSync } from "node:fs";
import type { Change, Command, TimeWish } from "../../src/command/command.ts";

/** The clock and the office of every row. 2026-03-11 is a Wednesday. */
export const ROW_CONTEXT = {
  now: Date.parse("2026-03-11T10:07+08:00"),
  zone: "Asia/Shanghai",
  roomNames: ["Everest", "K2", "珠峰", "长城", "Fuji", "泰山大会议室", "A301", "Mont Blanc"],
};

export interface Row {
  readonly text: string;
  readonly expected: string;
}

/** Rows of a table: the text, a tab, the command as `render` writes it. Lines that begin with `#` are headings. */
export function readRows(name: string): Row[] {
  const lines = readFileSync(new URL(`./rows/${name}.tsv`, import.meta.url), "utf8").split("\n");
  return lines
    .filter((line) => line.trim() !== "" && !line.startsWith("# "))
    .map((line) => {
      const [text = "", expected = ""] = line.split("\t");
      return { text, expected: expected.trim() };
    });
}

/** A command in one line: the intent, then every key with its value, the year 2026 left out. */
export function render(command: Command): string {
  const { intent, change, ...rest } = command;
  const keys = Object.entries(rest).map(([key, value]) => `${key}=${renderValue(key, value)}`);
  return [intent, ...keys, ...(change === undefined ? [] : [`(${renderChange(change)})`])].join(" ");
}

/** What is not printed, in brackets: `(later of: start=03-11T15:00)`. */
function renderChange({ of, which, choices, isAll, lengthIs, size, orRooms, isStop }: Change): string {
  const keys = Object.entries(of ?? {}).map(([key, value]) => `${key}=${renderValue(key, value)}`);
  return [
    ...(which === undefined ? [] : [which]),
    ...(choices === undefined ? [] : [choices.join("+")]),
    ...(isAll === undefined ? [] : ["all"]),
    ...(isStop === undefined ? [] : ["stop"]),
    ...(orRooms === undefined ? [] : [`or ${orRooms.join("+")}`]),
    ...[lengthIs, size].filter((word) => word !== undefined),
    ...(of === undefined ? [] : [`of: ${keys.join(" ")}`]),
  ].join(" ");
}

function renderValue(key: string, value: unknown): string {
  if (key === "window") return renderWindow(value as NonNullable<TimeWish["window"]>);
  if (key === "either") return (value as readonly TimeWish[]).map(renderWish).join("|");
  if (Array.isArray(value)) return value.join(",");
  return short(String(value));
}

const renderWindow = ({ from, to }: NonNullable<TimeWish["window"]>): string =>
  `${short(from)}..${short(to)}`;

const renderWish = ({ start, end, date, window }: TimeWish): string =>
  window !== undefined
    ? renderWindow(window)
    : [start ?? date, end].flatMap((time) => (time === undefined ? [] : [short(time)])).join("~");

const short = (text: string): string => text.replace(/^2026-/, "");
