import type { Language } from "../time/format.ts";
import type { Finding, Mark, Report, Section } from "./finding.ts";

const MARKS: Readonly<Record<Mark, string>> = { ok: "✔", wrong: "✘", unknown: "?" };

const HEADS: Readonly<Record<Section["part"], Readonly<Record<Language, string>>>> = {
  dingtalk: { en: "DingTalk", zh: "钉钉" },
  feishu: { en: "Feishu", zh: "飞书" },
  storage: { en: "Storage", zh: "存储" },
};

/** What people read: a row a check, and below what is not well what to do about it. */
export function tableOf(report: Report, language: Language): string {
  const rows = report.sections.flatMap(({ findings }) => findings);
  const width = Math.max(...rows.map(({ label }) => widthOf(label[language])));
  const blocks = report.sections.map(({ part, subject, findings }) =>
    [
      `${HEADS[part][language]} · ${subject}`,
      ...findings.flatMap((one) => linesOf(one, language, width)),
    ].join("\n"),
  );
  return `${[...blocks, summary(report, language)].join("\n\n")}\n`;
}

function linesOf(
  { label, mark, result, todo, link, words }: Finding,
  language: Language,
  width: number,
): string[] {
  const name = label[language];
  const padding = " ".repeat(width - widthOf(name));
  const more = [todo?.[language], words, link].filter((line) => line !== undefined);
  return [
    `${MARKS[mark]} ${name}${padding}  ${result[language]}`,
    ...(mark === "ok" ? [] : more.map((line, at) => `  ${at === 0 ? "→" : " "} ${line}`)),
  ];
}

function summary({ sections, cost }: Report, language: Language): string {
  const marks = sections.flatMap(({ findings }) => findings.map(({ mark }) => mark));
  const count = (mark: Mark) => `${marks.filter((one) => one === mark).length} ${MARKS[mark]}`;
  const counts = [count("ok"), count("wrong"), count("unknown")];
  const spent = (["dingtalk", "feishu"] as const).flatMap((vendor) =>
    cost[vendor] === undefined ? [] : [`${HEADS[vendor][language]} ${cost[vendor]}`],
  );
  const told = {
    en: `${counts.join(", ")}. ? means: cannot be checked from here, or not now.\nCalls of the month that this took: ${spent.join(", ")}.`,
    zh: `${counts.join("，")}。? 表示这里查不出来，或者现在查不了。\n这次检查用掉的月度调用次数：${spent.join("，")}。`,
  };
  return told[language];
}

/** Chinese characters and full-width signs take two columns of a terminal. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const widthOf = (text: string): number =>
  [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);

/** The same for programs, as one JSON document. */
export function jsonOf(report: Report, language: Language): object {
  return {
    sections: report.sections.map(({ part, subject, findings }) => ({
      part,
      subject,
      findings: findings.map(({ check, mark, result, todo, link, words }) => ({
        check,
        mark,
        result: result[language],
        ...(todo && { todo: todo[language] }),
        ...(words !== undefined && { words }),
        ...(link !== undefined && { link }),
      })),
    })),
    cost: report.cost,
  };
}
