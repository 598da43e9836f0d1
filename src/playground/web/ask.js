import { el } from "./dom.js";
import { words } from "./state.js";

/**
 * Asks whether to go on; resolves with the answer. The browser gives the focus back to what was pressed.
 * @param {{ title: string, text: string }} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, text }) {
  const dialog = el(
    "dialog",
    { "aria-labelledby": "asked" },
    el("h2", { id: "asked" }, title),
    el("p", {}, text),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", onclick: () => dialog.close("no") }, words().no),
      el("button", { type: "button", class: "primary", onclick: () => dialog.close("yes") }, words().yes),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
