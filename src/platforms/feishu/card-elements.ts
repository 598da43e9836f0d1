import { dayLines } from "../../card/day-strip.ts";
import type { Block, Button, Field, Option } from "../../card/elements.ts";
import { buttonValue } from "./card-action.ts";
import { clip } from "./clip.ts";
import type { Pictures } from "./picture.ts";

/**
 * An element of a card, JSON 2.0 (Feishu "Card JSON 2.0 structure"): an attribute that it does not know is an error, so
 * none is set for its looks alone.
 */
export type Element = Readonly<Record<string, unknown>>;

/** How each part of a card looks, with texts of at most `mostText` UTF-16 units, and the pictures that there are. */
export function drawing(mostText: number, pictures: Pictures = new Map()) {
  const words = (content: string): Element => ({ tag: "plain_text", content: clip(content, mostText) });
  const text = (content: string): Element => ({ tag: "div", text: words(content) });
  const callback = (actionId: string) => [{ type: "callback", value: buttonValue(actionId) }];
  const button = ({ label, actionId, style, confirm }: Button): Element => ({
    tag: "button",
    text: words(label),
    type: style ?? "default",
    ...(confirm && { confirm: { title: words(confirm.title), text: words(confirm.text) } }),
    behaviors: callback(actionId),
  });
  const column = (width: "auto" | "weighted", elements: readonly Element[]): Element => ({
    tag: "column",
    width,
    ...(width === "weighted" && { weight: 1 }),
    elements,
  });
  const inRow = (elements: readonly Element[]): Element => ({
    tag: "column_set",
    columns: elements.map((each) => column("auto", [each])),
  });
  /** The button beside the words; the day below both, for a phone's width breaks it beside a button. */
  const option = ({
    number,
    title,
    lead = [],
    details,
    why = [],
    strip,
    button: pressed,
  }: Option): Element[] => {
    const lines = [lead, details, why].filter((line) => line.length > 0).map((line) => line.join(" · "));
    return [
      {
        tag: "column_set",
        columns: [
          column("weighted", [
            text(`${number}. ${title}`),
            // One text for all lines: a card may have so many elements, and no more.
            ...(lines.length > 0 ? [text(lines.join("\n"))] : []),
          ]),
          ...(pressed ? [column("auto", [button(pressed)])] : []),
        ],
      },
      ...(strip ? [text(strip)] : []),
    ];
  };
  const field = (given: Field): Element => {
    const { name } = given;
    const placeholder = words(given.label);
    switch (given.kind) {
      case "date":
        return {
          tag: "date_picker",
          name,
          placeholder,
          ...(given.initial && { initial_date: given.initial }),
        };
      case "time":
        return {
          tag: "picker_time",
          name,
          placeholder,
          ...(given.initial && { initial_time: given.initial }),
        };
      case "choice":
        return {
          tag: "select_static",
          name,
          placeholder,
          options: given.options.map(({ value, label }) => ({ text: words(label), value })),
          ...(given.initial && { initial_option: given.initial }),
        };
    }
  };
  const form = ({ actionId, submit, fields }: Extract<Block, { kind: "form" }>): Element => ({
    tag: "form",
    name: "form",
    elements: [
      inRow(fields.map(field)),
      {
        tag: "button",
        name: "submit",
        text: words(submit),
        type: "primary",
        form_action_type: "submit",
        behaviors: callback(actionId),
      },
    ],
  });
  const options = ({ heading, options: rows }: Extract<Block, { kind: "options" }>): Element[] => [
    ...(heading ? [text(heading)] : []),
    ...rows.flatMap(option),
  ];
  const day = (given: Extract<Block, { kind: "day" }>): Element[] => {
    const { days, view, legend } = given;
    const key = pictures.get(given);
    if (key === undefined) return dayLines(days, view, legend).map(text);
    const names = days.map(({ name }, at) => (days.length > 1 ? `${at + 1} ${name}` : name)).join(" · ");
    const img: Element = { tag: "img", img_key: key, alt: words(names) };
    return days.length > 1 ? [img, text(names)] : [img];
  };
  const block = (given: Block): Element[] => {
    switch (given.kind) {
      case "text":
      case "note":
        return given.text ? [text(given.text)] : [];
      case "options":
        return options(given);
      case "link":
        return [
          {
            tag: "button",
            text: words(given.label),
            type: "primary",
            behaviors: [{ type: "open_url", default_url: given.url }],
          },
        ];
      case "buttons":
        return given.buttons.length > 0 ? [inRow(given.buttons.map(button))] : [];
      case "form":
        return [form(given)];
      case "day":
        return day(given);
    }
  };
  return { words, text, block };
}
