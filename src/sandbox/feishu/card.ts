import { COLUMN, COMPONENTS, INTERACTIVE } from "./card-components.ts";
import { Refusal } from "./errors.ts";

/**
 * Card JSON 2.0 as the message APIs check it. Source: 卡片 JSON 2.0 结构 and the pages of its components,
 * https://open.feishu.cn/document/feishu-cards/card-json-v2-structure
 */
export type CardNode = Readonly<Record<string, unknown>>;

const MOST_ELEMENTS = 200;
export const MOST_CARD_BYTES = 30 * 1024;

const ROOT = ["schema", "config", "card_link", "header", "body"];
const HEADER = ["title", "subtitle", "text_tag_list", "i18n_text_tag_list", "template", "icon", "padding"];

const problem = (code: number, path: string, message: string): Refusal =>
  new Refusal(
    400,
    230099,
    `Failed to create card content, ext=ErrCode: ${code}; ErrPath: ${path}; ErrMsg: ${message}; ErrorValue: `,
  );

/** The card that `content` holds; throws 230099 with the vendor's sub-code where it is none. */
export function readCard(content: string): CardNode {
  const card = parse(content);
  if (!isNode(card))
    throw problem(200621, "ROOT", "parse card json err, please check whether the card json is correct");
  if (card.schema !== "2.0") {
    throw problem(200621, "ROOT", "this imitation reads cards of JSON 2.0 only: set schema to 2.0");
  }
  knownAttributes(card, ROOT, "ROOT");
  const { config, header, body } = card;
  if (isNode(config) && config.update_multi === false) {
    throw problem(200621, "ROOT -> config", "update_multi must be true in schema 2.0");
  }
  if (header !== undefined) {
    if (!isNode(header) || !isNode(header.title) || typeof header.title.content !== "string") {
      throw problem(200621, "ROOT -> header", "title is required");
    }
    knownAttributes(header, HEADER, "ROOT -> header");
  }
  if (!isNode(body) || !Array.isArray(body.elements)) {
    throw problem(200621, "ROOT -> body", "elements is required");
  }
  if (countTags(card) > MOST_ELEMENTS) throw problem(11310, "ROOT", "element exceeds the limit");
  checkElements(body.elements, "ROOT -> body -> elements", undefined);
  return card;
}

/** Every picture has been uploaded before. */
export function checkPictures(node: unknown, known: ReadonlyMap<string, unknown>): void {
  if (Array.isArray(node)) for (const one of node) checkPictures(one, known);
  if (!isNode(node)) return;
  if (node.tag === "img" && !known.has(String(node.img_key)))
    throw problem(200570, "ROOT -> body -> elements -> (tag: img)", "card contains invalid image keys");
  for (const part of Object.values(node)) checkPictures(part, known);
}

function checkElements(elements: unknown, path: string, names: Set<string> | undefined): void {
  if (!Array.isArray(elements)) throw problem(200621, path, "elements must be an array");
  elements.forEach((element: unknown, index) => {
    const tag = isNode(element) ? element.tag : undefined;
    const here = `${path} -> [${index}](tag: ${String(tag)})`;
    if (!isNode(element) || typeof tag !== "string") throw problem(200621, here, "tag is required");
    checkElement(element, tag, here, names);
  });
}

function checkElement(element: CardNode, tag: string, here: string, names: Set<string> | undefined): void {
  const attributes = COMPONENTS[tag];
  if (!attributes)
    throw problem(
      200861,
      here,
      `cards of schema V2 no longer support this capability; unsupported tag ${tag}`,
    );
  knownAttributes(element, attributes, here);
  if (tag === "markdown" && typeof element.content !== "string")
    throw problem(200621, here, "content is required");
  if (tag === "div" && !isText(element.text)) throw problem(200621, here, "text is required");
  if (tag === "button") checkButton(element, here, names !== undefined);
  if (names && INTERACTIVE.has(tag)) {
    const name = element.name;
    if (typeof name !== "string" || name === "" || names.has(name)) {
      throw problem(200530, here, "interactive elements in a form need a unique name");
    }
    names.add(name);
  }
  if (tag === "form") {
    if (names) throw problem(200621, here, "a form cannot hold a form");
    if (typeof element.name !== "string" || element.name === "")
      throw problem(200530, here, "form needs a name");
    checkElements(element.elements, `${here} -> elements`, new Set());
  } else if (tag === "column_set") {
    checkColumns(element.columns, here, names);
  } else if (element.elements !== undefined) {
    checkElements(element.elements, `${here} -> elements`, names);
  }
}

function checkColumns(columns: unknown, here: string, names: Set<string> | undefined): void {
  if (!Array.isArray(columns)) throw problem(200621, here, "columns is required");
  for (const column of columns as unknown[]) {
    if (!isNode(column) || column.tag !== "column") throw problem(200621, here, "columns holds columns only");
    knownAttributes(column, COLUMN, `${here} -> columns`);
    checkElements(column.elements ?? [], `${here} -> columns -> elements`, names);
  }
}

function checkButton(button: CardNode, here: string, isInForm: boolean): void {
  if (button.text !== undefined && !isText(button.text))
    throw problem(200621, here, "text must be plain_text");
  if (button.form_action_type !== undefined && !isInForm) {
    throw problem(200621, here, "form_action_type outside of a form");
  }
  if (button.behaviors === undefined) return;
  if (!Array.isArray(button.behaviors)) throw problem(200621, here, "behaviors must be an array");
  for (const behavior of button.behaviors as unknown[]) {
    const type = isNode(behavior) ? behavior.type : undefined;
    if (type !== "callback" && type !== "open_url" && type !== "form_action") {
      throw problem(200621, here, `unknown behavior ${String(type)}`);
    }
  }
}

function knownAttributes(node: CardNode, known: readonly string[], path: string): void {
  const unknown = Object.keys(node).find((key) => !known.includes(key));
  if (unknown !== undefined) throw problem(200621, path, `unknown property ${unknown}`);
}

const isText = (node: unknown): boolean =>
  isNode(node) && (node.tag === "plain_text" || node.tag === "lark_md") && typeof node.content === "string";

/** A card holds at most 200 elements: components and texts alike count. */
function countTags(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, one) => sum + countTags(one), 0);
  if (!isNode(node)) return 0;
  const inner = Object.values(node).reduce((sum: number, one) => sum + countTags(one), 0);
  return inner + (typeof node.tag === "string" ? 1 : 0);
}

export const isNode = (value: unknown): value is CardNode =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
