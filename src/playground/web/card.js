/** @import { LineView } from "../view.ts" */
/** @import { Part, PartButton, PartField } from "../parts.ts" */
/** @import { OnPress } from "./line.js" */
import { ask } from "./ask.js";
import { el } from "./dom.js";
import { words } from "./state.js";

/**
 * A piece of a message.
 * @param {Part} part
 * @param {LineView} line
 * @param {OnPress} onPress
 * @returns {HTMLElement}
 */
export function drawPart(part, line, onPress) {
  const inner = (/** @type {readonly Part[]} */ parts) => parts.map((one) => drawPart(one, line, onPress));
  switch (part.kind) {
    case "title":
      return el("p", { class: "title", "data-colour": part.colour }, part.text);
    case "text":
      return drawText(part, onPress);
    case "button":
      return drawButton(part, onPress);
    case "row":
      return el(
        "div",
        { class: "row" },
        ...part.columns.map(({ grows, parts }) =>
          el("div", { class: grows ? "grows" : "" }, ...inner(parts)),
        ),
      );
    case "form":
      // Its buttons press; sending the form itself would leave the page.
      return el(
        "form",
        { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
        ...inner(part.parts),
      );
    case "field":
      return drawField(part);
    case "image":
      return el("img", {
        src: `/api/images/${line.vendor}/${encodeURIComponent(part.key)}`,
        alt: part.alt,
        loading: "lazy",
      });
    case "rule":
      return el("hr");
  }
}

/**
 * DingTalk's links stand in the text where their label is.
 * @param {Extract<Part, { kind: "text" }>} part
 * @param {OnPress} onPress
 */
function drawText({ text, lead = "", isAside = false, buttons = [] }, onPress) {
  /** @type {(Node | string)[]} */
  const links = [];
  let rest = text.slice(lead.length);
  // From the end: a link follows what it is about, and that may contain the same word.
  for (const button of [...buttons].reverse()) {
    const at = rest.lastIndexOf(button.label);
    if (at < 0) {
      links.push(drawButton(button, onPress));
      continue;
    }
    links.unshift(drawButton(button, onPress), rest.slice(at + button.label.length));
    rest = rest.slice(0, at);
  }
  return el(
    "p",
    { class: isAside ? "text aside" : "text" },
    lead === "" ? undefined : el("strong", {}, lead),
    ...withStrips(rest),
    ...links,
  );
}

/**
 * A line that draws a room's day keeps its shape: it does not break.
 * @param {string} text
 */
const withStrips = (text) =>
  text
    .split(/(^.*[▁█░]{4}.*$)/m)
    .map((piece, place) =>
      place % 2 === 1
        ? el("span", { class: "strip", role: "img", "aria-label": words().strip }, piece)
        : piece,
    );

/**
 * @param {PartButton} button
 * @param {OnPress} onPress
 */
function drawButton({ label, index, style, confirm }, onPress) {
  const onclick = async (/** @type {MouseEvent} */ { currentTarget }) => {
    const form = currentTarget instanceof HTMLButtonElement ? currentTarget.form : null;
    if (confirm && !(await ask(confirm))) return;
    onPress(index, form ? filledIn(form) : undefined);
  };
  return el("button", { type: "button", class: style, onclick }, label);
}

/**
 * What was picked; what was left empty is left out.
 * @param {HTMLFormElement} form
 */
const filledIn = (form) =>
  Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, String(value)]).filter(([, value]) => value),
  );

/** @param {PartField} field */
function drawField({ type, name, label, initial, options = [] }) {
  const input =
    type === "choice"
      ? el(
          "select",
          { name },
          ...(initial === undefined ? [el("option", { value: "" }, "–")] : []),
          ...options.map(({ value, label }) => el("option", { value, selected: value === initial }, label)),
        )
      : el("input", { type: type === "words" ? "text" : type, name, value: initial, autocomplete: "off" });
  return el("label", { class: "field" }, el("span", {}, label), input);
}
