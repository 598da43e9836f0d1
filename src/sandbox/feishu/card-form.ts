import { isDeepStrictEqual } from "node:util";
import type { CardField } from "../sandbox.ts";
import { type CardNode, isNode } from "./card.ts";

/** A form of a card: what can be filled in, and what its button sends besides. */
export interface CardForm {
  readonly fields: readonly CardField[];
  readonly value: unknown;
  /** The submit button's name. */
  readonly submit: string;
}

/** What each picker is, and where it begins. Source: the components' pages under https://open.feishu.cn/document/feishu-cards/card-json-v2-components */
const PICKERS: Readonly<Record<string, { kind: CardField["kind"]; initial: string }>> = {
  date_picker: { kind: "date", initial: "initial_date" },
  picker_time: { kind: "time", initial: "initial_time" },
  select_static: { kind: "choice", initial: "initial_option" },
};

/** Every form of a card with a button that sends it. */
export function formsIn(node: unknown): CardForm[] {
  if (Array.isArray(node)) return node.flatMap(formsIn);
  if (!isNode(node)) return [];
  if (node.tag !== "form") return Object.values(node).flatMap(formsIn);
  const inside = tagged(node.elements);
  const submit = inside.find(({ form_action_type: type }) => type === "submit");
  const behaviours = Array.isArray(submit?.behaviors) ? (submit.behaviors as unknown[]).filter(isNode) : [];
  const callback = behaviours.find(({ type }) => type === "callback");
  if (!submit || !callback) return [];
  return [{ fields: inside.flatMap(fieldOf), value: callback.value, submit: String(submit.name) }];
}

function fieldOf(node: CardNode): CardField[] {
  const picker = PICKERS[String(node.tag)];
  if (!picker) return [];
  const initial = node[picker.initial];
  const options = Array.isArray(node.options) ? (node.options as unknown[]).filter(isNode) : [];
  return [
    {
      kind: picker.kind,
      name: String(node.name),
      label: wordsOf(node.placeholder),
      ...(typeof initial === "string" && { initial }),
      ...(options.length > 0 && {
        options: options.map(({ value, text }) => ({ value: String(value), label: wordsOf(text) })),
      }),
    },
  ];
}

/**
 * What the client sends of a form: picked values, else what the pickers show; days and times end in the zone's offset.
 * `undefined` where the pressed button sends no form. Throws where something was picked that cannot be.
 */
export function formValue(
  card: CardNode,
  pressed: unknown,
  picked: Readonly<Record<string, string>>,
  offset: string,
): { readonly name: string; readonly form_value: Readonly<Record<string, string>> } | undefined {
  const form = formsIn(card).find(({ value }) => isDeepStrictEqual(value, pressed));
  if (!form) return undefined;
  for (const [name, value] of Object.entries(picked)) {
    const field = form.fields.find((one) => one.name === name);
    if (!field) throw new Error(`The form has no field ${name}.`);
    if (field.options?.every((option) => option.value !== value))
      throw new Error(`The field ${name} has no option ${value}.`);
  }
  const values = form.fields.flatMap(({ name, kind, initial }) => {
    const value = picked[name] ?? initial;
    return value === undefined ? [] : [[name, kind === "choice" ? value : `${value} ${offset}`] as const];
  });
  return { name: form.submit, form_value: Object.fromEntries(values) };
}

const tagged = (node: unknown): CardNode[] => {
  if (Array.isArray(node)) return node.flatMap(tagged);
  if (!isNode(node)) return [];
  const inner = Object.values(node).flatMap(tagged);
  return typeof node.tag === "string" ? [node, ...inner] : inner;
};

const wordsOf = (node: unknown): string =>
  isNode(node) && typeof node.content === "string" ? node.content : "";
