import type { Language } from "../time/format.ts";

/** A sentence in every language of the table. */
export type Said = Readonly<Record<Language, string>>;

/** `unknown`: cannot be checked from here, or not now. */
export type Mark = "ok" | "wrong" | "unknown";

/** What came out of a check. */
export interface Verdict {
  readonly mark: Mark;
  readonly result: Said;
  /** Whose turn it is, and what to do. */
  readonly todo?: Said;
  /** Where to do it; the vendor's own link where it gave one. */
  readonly link?: string;
  /** The vendor's own words, where ours say too little. */
  readonly words?: string;
}

/** A row of the table. */
export interface Finding extends Verdict {
  /** What was checked, by a name that does not change: `token`, `Calendar.Event.Write`. */
  readonly check: string;
  readonly label: Said;
}

export type Vendor = "dingtalk" | "feishu";

export interface Section {
  readonly part: Vendor | "storage";
  /** What was looked at: the app and its host, or where the storage is. No secrets. */
  readonly subject: string;
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly sections: readonly Section[];
  /** How many calls it made that the vendors count by the month. */
  readonly cost: { readonly [vendor in Vendor]?: number };
}

/** The same in every language: codes, names, addresses. */
export const same = (text: string): Said => ({ en: text, zh: text });

export const GRANTED: Verdict = { mark: "ok", result: { en: "granted", zh: "已开通" } };

/** Nothing is wrong, as far as could be seen. */
export const isWell = ({ sections }: Report): boolean =>
  sections.every(({ findings }) => findings.every(({ mark }) => mark !== "wrong"));
