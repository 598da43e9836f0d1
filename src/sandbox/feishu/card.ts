import { Refusal } from "./errors.ts";

/**
 * Card JSON 2.0 as the message APIs check it. Source: 卡片 JSON 2.0 结构 and the pages of its components,
 * https://open.feishu.cn/document/feishu-cards/card-json-v2-structure
 */
export type CardNode = Readonly<Record<string, unknown>>;

const MOST_ELEMENTS = 200;
export const MOST_CARD_BYTES = 30 * 1024;

const COMMON = ["tag", "element_id", "margin"];
const INPUT = [
  ...COMMON,
  "name",
  "required",
  "disabled",
  "disabled_tips",
  "width",
  "behaviors",
  "confirm",
  "value",
];
const PICKER = [...INPUT, "placeholder", "type"];
const SELECT = [...PICKER, "options", "initial_option", "initial_index", "selected_values"];
const BOX = [
  ...COMMON,
  "elements",
  "direction",
  "padding",
  "horizontal_spacing",
  "horizontal_align",
  "vertical_spacing",
  "vertical_align",
];

/** Components of JSON 2.0, with the attributes that they know; an unknown attribute is an error there. */
const COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  markdown: [...COMMON, "content", "text_align", "text_size", "icon"],
  div: [...COMMON, "text", "icon", "width"],
  plain_text: [...COMMON, "content", "i18n", "text_size", "text_color", "text_align", "lines"],
  lark_md: [...COMMON, "content", "i18n", "text_size", "text_color", "text_align", "lines"],
  standard_icon: ["tag", "token", "color", "size"],
  custom_icon: ["tag", "img_key", "size"],
  hr: COMMON,
  img: [
    ...COMMON,
    "img_key",
    "alt",
    "title",
    "corner_radius",
    "scale_type",
    "size",
    "transparent",
    "preview",
  ],
  column_set: [
    ...COMMON,
    "columns",
    "flex_mode",
    "background_style",
    "horizontal_spacing",
    "horizontal_align",
    "action",
  ],
  column: [...BOX, "width", "weight", "background_style", "action"],
  button: [...INPUT, "type", "size", "text", "icon", "hover_tips", "form_action_type"],
  overflow: [...INPUT, "options"],
  input: [
    ...INPUT,
    "label",
    "label_position",
    "placeholder",
    "default_value",
    "max_length",
    "input_type",
    "rows",
    "auto_resize",
    "max_rows",
    "show_icon",
    "fallback",
  ],
  select_static: SELECT,
  multi_select_static: SELECT,
  select_person: SELECT,
  multi_select_person: SELECT,
  date_picker: [...PICKER, "initial_date"],
  picker_time: [...PICKER, "initial_time"],
  picker_datetime: [...PICKER, "initial_datetime"],
  checker: [...INPUT, "checked", "text", "overall_checkable", "button_area", "checked_style"],
  form: [...BOX, "name", "confirm"],
  interactive_container: [
    ...BOX,
    "name",
    "width",
    "height",
    "background_style",
    "has_border",
    "border_color",
    "corner_radius",
    "behaviors",
    "hover_tips",
    "disabled",
    "disabled_tips",
    "confirm",
  ],
  collapsible_panel: [...BOX, "expanded", "header", "border", "background_color"],
  person: [...COMMON, "user_id", "size", "show_avatar", "show_name", "style"],
  person_list: [
    ...COMMON,
    "persons",
    "size",
    "show_avatar",
    "show_name",
    "lines",
    "drop_invalid_user_id",
    "icon",
    "ud_icon",
  ],
};

/** Components that a person fills in or presses: inside of a form each needs a name of its own. */
const INTERACTIVE = new Set([
  "button",
  "input",
  "select_static",
  "multi_select_static",
  "select_person",
  "multi_select_person",
  "date_picker",
  "picker_time",
  "picker_datetime",
  "checker",
]);

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
    if (!Array.isArray(element.columns)) throw problem(200621, here, "columns is required");
    checkElements(element.columns, `${here} -> columns`, names);
  } else if (element.elements !== undefined) {
    checkElements(element.elements, `${here} -> elements`, names);
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
