/** What a word can be to the grammar. The tables in `en.ts` and `zh.ts` give each kind its words. */
export const KINDS = [
  "dayOffset", // key: days from today
  "dayPart", // key: a part of the day
  "dayOffsetPart", // key: "<days>:<part>"
  "weekday", // key: 1 (Monday) to 7
  "weekdays", // the working days together
  "plural", // key: 1 to 7, "Mondays"
  "weekend",
  "month", // key: 1 to 12
  "holiday", // key: "<month>-<day>"
  "weekPrefix", // 周, before a number
  "unit", // key: minute, hour, day, week, month, year, quarter
  "number", // key: the value
  "ordinal", // key: the value
  "meridiem", // key: am, pm
  "clockWord", // key: noon, midnight, eod
  "oclock",
  "now",
  "which", // key: this, next, last, coming, every, other
  "link", // key: the English word that stands for it
  "suffix", // key: after, before, within, from, between; follows what it governs
  "mark", // key: a Chinese measure or mark: hao, yue, nian, dian, fen, ke, zheng, ge, di, duo …
  "half",
  "quarterWord",
  "frequency", // key: an RFC 5545 frequency and interval, "WEEKLY:2"
  "person",
  "seat",
  "room",
  "equipment", // key: one of the equipment names
  "floor",
  "building",
  "direction", // key: what names a building: 东, north
  "zone", // key: an IANA zone
  "zoneWord", // "time", after a city
  "titleMark",
  "anytime",
  "verb", // key: an intent's word, see intent rules
  "reply", // key: an intent that only a bare answer can have
  "wish",
  "available",
  "meeting",
  "question",
  "choiceWord", // option, number, 第
  "last",
  "negation",
  "correction", // a slip of the tongue is taken back: 不对
  "idiom", // looks like a time and is none: 一点都
  "filler",
  "nobody", // words that would else be read as a name after 和: 客户, 产品
  "roomName", // made per call from the office's names
] as const;
export type Kind = (typeof KINDS)[number];

/** Words of a kind: key → phrases separated by `|`. A key that is a number becomes the token's `value`. */
export type Lexicon = { readonly [K in Kind]?: Readonly<Record<string, string>> };
