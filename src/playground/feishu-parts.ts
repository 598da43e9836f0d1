import { type CardNode, isNode } from "../sandbox/feishu/card.ts";
import { readMarkdown } from "../sandbox/feishu/card-text.ts";
import type { NameOf, Part, PartButton, PartField } from "./parts.ts";

/**
 * What is filled in, and which attribute says with what it begins. Source: the components' pages under
 * https://open.feishu.cn/document/feishu-cards/card-json-v2-components
 */
const FIELDS: Readonly<Record<string, { readonly type: PartField["type"]; readonly initial: string }>> = {
  date_picker: { type: "date", initial: "initial_date" },
  picker_time: { type: "time", initial: "initial_time" },
  select_static: { type: "choice", initial: "initial_option" },
  input: { type: "words", initial: "default_value" },
};

/** The elements of a Feishu card (JSON 2.0), laid out; nothing where it is none. */
export function cardParts(raw: unknown, nameOf: NameOf): Part[] {
  if (!isNode(raw) || !isNode(raw.body)) return [];
  let index = 0;

  const words = (node: unknown): string => {
    if (!isNode(node) || typeof node.content !== "string") return "";
    return node.tag === "plain_text" ? node.content : readMarkdown(node.content, nameOf);
  };

  const head = ({ header }: CardNode): Part[] => {
    if (!isNode(header)) return [];
    const { template, title, subtitle } = header;
    const colour = typeof template === "string" ? { colour: template } : {};
    return [{ kind: "title", text: words(title), ...colour }, ...text(words(subtitle))];
  };

  const button = (node: CardNode): Part[] => {
    if (!calls(node)) return [];
    const { type, confirm } = node;
    return [
      {
        kind: "button",
        label: words(node.text),
        index: index++,
        ...styleOf(type),
        ...(isNode(confirm) && { confirm: { title: words(confirm.title), text: words(confirm.text) } }),
      },
    ];
  };

  const field = (node: CardNode, { type, initial }: (typeof FIELDS)[string] & object): PartField => {
    const begins = node[initial];
    return {
      kind: "field",
      type,
      name: String(node.name),
      label: words(node.label) || words(node.placeholder),
      ...(typeof begins === "string" && { initial: begins }),
      ...(type === "choice" && {
        options: nodesIn(node.options).map((one) => ({ value: String(one.value), label: words(one.text) })),
      }),
    };
  };

  const row = (node: CardNode): Part[] => [
    {
      kind: "row",
      columns: nodesIn(node.columns).map((column) => ({
        grows: column.width === "weighted",
        parts: elements(column.elements),
      })),
    },
  ];

  const DRAWN: Readonly<Record<string, (node: CardNode) => Part[]>> = {
    markdown: (node) => text(typeof node.content === "string" ? readMarkdown(node.content, nameOf) : ""),
    div: (node) => text(words(node.text)),
    button,
    hr: () => [{ kind: "rule" }],
    img: (node) => [{ kind: "image", key: String(node.img_key), alt: words(node.alt) }],
    column_set: row,
    form: (node) => [{ kind: "form", parts: elements(node.elements) }],
  };

  const element = (node: CardNode): Part[] => {
    const tag = String(node.tag);
    const known = FIELDS[tag];
    if (known) return [field(node, known)];
    return DRAWN[tag]?.(node) ?? elements(node.elements);
  };

  const elements = (list: unknown): Part[] => nodesIn(list).flatMap(element);

  return [...head(raw), ...elements(raw.body.elements)];
}

const text = (content: string): Part[] => (content.trim() === "" ? [] : [{ kind: "text", text: content }]);

const nodesIn = (list: unknown): CardNode[] =>
  Array.isArray(list) ? (list as unknown[]).filter(isNode) : [];

/** Whether pressing it calls the bot; what opens an address is shown with the line's links. */
const calls = ({ disabled, behaviors }: CardNode): boolean =>
  disabled !== true && nodesIn(behaviors).some(({ type }) => type === "callback");

const styleOf = (type: unknown): Pick<PartButton, "style"> => {
  if (typeof type !== "string") return {};
  if (type.startsWith("primary")) return { style: "primary" };
  return type.startsWith("danger") ? { style: "danger" } : {};
};
