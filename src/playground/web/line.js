/** @import { LineView } from "../view.ts" */
import { drawPart } from "./card.js";
import { el } from "./dom.js";
import { choices, nameOf, words } from "./state.js";
import { clockOf } from "./time.js";

/** @typedef {(button: number, form?: Record<string, string>) => void} OnPress called with the pressed button's place among the line's */

/**
 * What somebody said, as a bubble with a face.
 * @param {LineView} line
 * @param {OnPress} onPress
 */
export function drawLine(line, onPress) {
  const isBot = line.from === "bot";
  const kind = isBot ? "bot" : line.from === choices.who ? "own" : "other";
  const name = nameOf(line.from);
  const isCard = line.parts.some((part) => part.kind === "title");
  return el(
    "article",
    { class: `line ${kind}`, "data-id": line.id, "aria-label": `${name}, ${clockOf(line.atMs)}` },
    el("span", { class: "face", "aria-hidden": "true" }, isBot ? "" : initialOf(name)),
    el(
      "div",
      { class: "said" },
      el("p", { class: "from" }, name, el("time", {}, clockOf(line.atMs))),
      el(
        "div",
        { class: isCard ? "bubble card" : "bubble" },
        ...line.parts.map((part) => drawPart(part, line, onPress)),
        drawLinks(line),
      ),
    ),
  );
}

/**
 * Nobody is logged in at the imitated vendor: the address says who opens the page, and there one may still be another.
 * @param {string} url
 */
function forMe(url) {
  const page = new URL(url);
  page.searchParams.set("colleague", choices.who);
  return page.href;
}

/**
 * Pages to open, each beside this one; what it opens learns nothing of this page but who is asking.
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
            {
              href: forMe(url),
              target: "_blank",
              rel: "noopener noreferrer",
              "aria-label": words().opens(label),
            },
            label,
          ),
        ),
      );

/** @param {string} name */
const initialOf = (name) => (/\p{Script=Han}/u.test(name) ? [...name].slice(-2).join("") : (name[0] ?? ""));
