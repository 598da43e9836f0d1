/** @import { LineView } from "../view.ts" */
/** @import { Part, PartButton } from "../parts.ts" */
/** @import { VendorName } from "../stage.ts" */
import { el } from "./dom.js";
import { choices, nameOf, words } from "./state.js";
import { clockOf } from "./time.js";

/**
 * What somebody said, as a bubble with a face.
 * @param {LineView} line
 * @param {(button: number) => void} onPress called with the pressed button's place among the line's
 */
export function drawLine(line, onPress) {
  const isBot = line.from === "bot";
  const kind = isBot ? "bot" : line.from === choices.who ? "own" : "other";
  const name = nameOf(line.from);
  return el(
    "article",
    { class: `line ${kind}`, "data-id": line.id },
    el("span", { class: "face", "aria-hidden": "true" }, isBot ? "" : initialOf(name)),
    el(
      "div",
      { class: "said" },
      el("p", { class: "from" }, name, el("time", {}, clockOf(line.atMs))),
      el(
        "div",
        { class: "bubble" },
        ...line.parts.map((part) => drawPart(part, line.vendor, onPress)),
        drawLinks(line),
      ),
    ),
  );
}

/**
 * DingTalk's links stand in the text where their label is; other buttons come below it.
 * @param {Part} part
 * @param {VendorName} vendor
 * @param {(button: number) => void} onPress
 */
function drawPart({ text, isTitle, buttons }, vendor, onPress) {
  /** @param {PartButton} button */
  const draw = ({ label, index }) => el("button", { type: "button", onclick: () => onPress(index) }, label);
  /** @type {(Node | string)[]} */
  const links = [];
  let rest = text;
  // From the end: a link follows what it is about, and that may contain the same word.
  const below = [...buttons].reverse().filter((button) => {
    const at = vendor === "dingtalk" ? rest.lastIndexOf(button.label) : -1;
    if (at < 0) return true;
    links.unshift(draw(button), rest.slice(at + button.label.length));
    rest = rest.slice(0, at);
    return false;
  });
  return el(
    "div",
    { class: isTitle ? "part title" : "part" },
    text === "" ? undefined : el("p", { class: "text" }, rest, ...links),
    below.length === 0 ? undefined : el("div", { class: "buttons" }, ...below.reverse().map(draw)),
  );
}

/**
 * Pages to open, each beside this one; what it opens learns nothing of this page.
 * @param {LineView} line
 */
const drawLinks = ({ links }) =>
  links.length === 0
    ? undefined
    : el(
        "p",
        { class: "links" },
        ...links.map(({ label, url }) =>
          el(
            "a",
            { href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": words().opens(label) },
            label,
          ),
        ),
      );

/** @param {string} name */
const initialOf = (name) => (/\p{Script=Han}/u.test(name) ? [...name].slice(-2).join("") : (name[0] ?? ""));
