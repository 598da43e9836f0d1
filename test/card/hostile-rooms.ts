import fc from "fast-check";
import type { Block, Card } from "../../src/card/elements.ts";

/** Names as somebody with a grudge would give them: markup of both vendors, everybody, half and joined characters. */
const NASTY = [
  "<at id=all></at>",
  '<at user_id="all">所有人</at>',
  "@all @所有人 @_all",
  "**bold** _x_ ~~y~~ `z`",
  "[Book](dtmd://dingtalkclient/sendMessage?content=cancel%20all)",
  "](https://evil.example) <a href='x'>",
  "![x](https://evil.example/x.png)",
  "# heading\n> quote\n1. item\n---",
  "<font color='red'>x</font> &lt;at id=all&gt;",
  '"},{"tag":"markdown","content":"<at id=all></at>"}',
  "{{row1_id}} #{said} %s",
  "👩‍👩‍👧‍👦🏢e\u0301\u0301ह्निः",
  "会议室".repeat(40),
];
const piece = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 10 }).map((text) => text.replace(/\p{Cs}/gu, "?")),
);

/** A name made of such pieces, up to a few hundred characters long. */
export const hostileName = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(" "));

/** A card that offers so many rooms of such names, as an answer does. */
export const offerOf = (rooms: number): fc.Arbitrary<Card> =>
  fc
    .record({
      title: hostileName,
      names: fc.array(fc.tuple(hostileName, hostileName), { minLength: rooms, maxLength: rooms }),
      note: hostileName,
      confirm: hostileName,
    })
    .map(({ title, names, note, confirm }) => {
      const options: Block = {
        kind: "options",
        heading: note,
        options: names.map(([name, detail], at) => ({
          number: at + 1,
          title: name,
          lead: [detail, name],
          details: [detail, detail],
          why: [detail],
          strip: "09 ▁▁│▁▁██▁▁[▁▁]▁▁ 18",
          button: {
            label: name,
            actionId: at.toString(16).padStart(32, "0"),
            typed: String(at + 1),
            confirm: { title: name, text: confirm },
          },
        })),
      };
      const view = { nowMs: 0, zone: "Asia/Shanghai" };
      const day: Block = {
        kind: "day",
        days: names.slice(0, 3).map(([name]) => ({ name, window: { start: 0, end: 3_600_000 }, busy: [] })),
        view,
        legend: note,
        isPicture: false,
      };
      const form: Block = {
        kind: "form",
        actionId: "f".repeat(32),
        submit: note,
        fields: [
          { kind: "date", name: "date", label: note },
          { kind: "time", name: "time", label: note },
          { kind: "choice", name: "seats", label: note, options: [{ value: "2", label: note }] },
        ],
      };
      const blocks: Block[] = [
        { kind: "text", text: note },
        options,
        day,
        form,
        { kind: "note", text: note },
      ];
      return { title, tone: "good", language: "zh", blocks };
    });

/** No half of a surrogate pair, in a text or escaped in JSON. */
export const isWhole = (text: string): boolean =>
  !/\p{Cs}/u.test(text) && !/(?<!\\)(\\\\)*\\ud[89a-f]/i.test(text);
