import { type CardNode, isNode } from "./card.ts";
import { type CardForm, formsIn } from "./card-form.ts";

/** What a person reads on a card, line by line, the buttons that call the bot, and what opens an address. */
export interface CardView {
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly value: unknown }[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly forms: readonly CardForm[];
  readonly pictures: readonly { readonly key: string; readonly alt: string }[];
}

/** Shows a card of JSON 2.0. `nameOf` gives the name behind an open_id that is mentioned. */
export function viewCard(card: CardNode, nameOf: (id: string) => string): CardView {
  const lines: string[] = [];
  const pictures: { key: string; alt: string }[] = [];
  const buttons: { label: string; value: unknown }[] = [];
  const links: { label: string; url: string }[] = [];
  const say = (text: string): void => {
    if (text.trim() !== "") lines.push(text);
  };
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) walk(one);
    if (!isNode(node)) return;
    if (node.tag === "button") {
      const label = textOf(node.text, nameOf);
      const callback = behaviourOf(node, "callback");
      if (callback) buttons.push({ label, value: callback.value });
      const url = behaviourOf(node, "open_url")?.default_url;
      if (typeof url === "string") links.push({ label, url });
      return;
    }
    if (node.tag === "img") pictures.push({ key: String(node.img_key), alt: textOf(node.alt, nameOf) });
    // A picker's words are its own.
    if (typeof node.tag === "string" && PICKER.test(node.tag)) return;
    if (node.tag === "markdown" && typeof node.content === "string") {
      links.push(...linksIn(node.content));
      say(readMarkdown(node.content, nameOf));
    }
    for (const part of ["text", "header", "title", "label", "placeholder"] as const) {
      if (isNode(node[part])) {
        if ("content" in node[part]) say(textOf(node[part], nameOf));
        else walk(node[part]);
      }
    }
    walk(node.columns);
    walk(node.elements);
  };
  const { header, body } = card;
  if (isNode(header)) for (const part of [header.title, header.subtitle]) say(textOf(part, nameOf));
  walk(body);
  return { text: lines.join("\n"), buttons, links, forms: formsIn(body), pictures };
}

const PICKER = /^(date_picker|picker_|select_|multi_select_)/;

const textOf = (node: unknown, nameOf: (id: string) => string): string => {
  if (!isNode(node) || typeof node.content !== "string") return "";
  return node.tag === "lark_md" ? readMarkdown(node.content, nameOf) : node.content;
};

/** What a button that can be pressed does, of this kind. */
function behaviourOf(button: CardNode, type: "callback" | "open_url"): CardNode | undefined {
  if (button.disabled === true || !Array.isArray(button.behaviors)) return undefined;
  return (button.behaviors as unknown[]).filter(isNode).find((one) => one.type === type);
}

/** `[label](address)`. */
const linksIn = (markdown: string): { label: string; url: string }[] =>
  [...markdown.matchAll(/(?<!!)\[([^\]]*)\]\((https?:[^)\s]+)\)/g)].map(([, label = "", url = ""]) => ({
    label,
    url,
  }));

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Feishu's markdown as its client shows it: markup gone, what was escaped back as itself. */
export function readMarkdown(markdown: string, nameOf: (id: string) => string): string {
  const literals: string[] = [];
  // Escaped characters step aside, so that nothing below takes them for markup.
  const aside = (literal: string): string => `\uE000${literals.push(literal) - 1}\uE001`;
  return markdown
    .replace(/\\([!-/:-@[-`{-~])/g, (_, character: string) => aside(character))
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
      if (decimal) return aside(String.fromCodePoint(Number(decimal)));
      if (hex) return aside(String.fromCodePoint(Number.parseInt(hex, 16)));
      const character = ENTITIES[String(name).toLowerCase()];
      return character === undefined ? whole : aside(character);
    })
    .replace(/<br\s*\/?>/g, "\n")
    .replace(/<at\s+(?:id|user_id)=["']?([^\s"'>]+)["']?\s*>.*?<\/at>/g, (_, id: string) =>
      aside(`@${nameOf(id)}`),
    )
    .replace(/<\/?(?:font|text_tag|link|number_tag|b|i|u|s)(?:\s[^>]*)?>/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^(?:#{1,6}|>)\s+/gm, "")
    .replace(/^\s*(?:---|\*\*\*)\s*$/gm, "")
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/~~(?=\S)(.+?)(?<=\S)~~/g, "$1")
    .replace(/(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?!\*)/g, "$1")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/\uE000(\d+)\uE001/g, (_, index: string) => literals[Number(index)] ?? "");
}
