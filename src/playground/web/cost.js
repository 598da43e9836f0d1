/** @import { VendorName } from "../stage.ts" */
import { el } from "./dom.js";
import { state, words } from "./state.js";

/** What the bot's latest answer cost in calls, by kind; of DingTalk also the month's sum against its budget. */
export class CostPanel {
  /** @param {VendorName} vendor */
  constructor(vendor) {
    this.vendor = vendor;
    this.latest = el("span");
    this.month = el("span", { class: "month" });
    this.used = el("span");
    this.gauge = el("span", { class: "gauge", "aria-hidden": "true" }, this.used);
    this.kinds = el("div");
    this.root = el(
      "details",
      { class: "cost" },
      el("summary", {}, this.latest, ...(vendor === "dingtalk" ? [this.month, this.gauge] : [])),
      this.kinds,
    );
  }

  /** Drawn at each pulse: what did not change is left alone, so that nothing moves under a reader. */
  draw() {
    const text = words();
    const { calls, month } = state.costs;
    const kinds = Object.entries(calls[this.vendor]).sort(([, one], [, other]) => other - one);
    const count = kinds.reduce((sum, [, times]) => sum + times, 0);
    write(this.latest, text.cost(count));
    write(this.month, text.month(month.used, month.budget));
    this.used.style.width = `${Math.min(100, (100 * month.used) / (month.budget || 1))}%`;
    const told = kinds.map(([api, times]) => `${times} × ${api}`);
    if (this.kinds.dataset.told === `${text.noCalls} ${told}`) return;
    this.kinds.dataset.told = `${text.noCalls} ${told}`;
    const list = el("ul", {}, ...told.map((one) => el("li", {}, one)));
    this.kinds.replaceChildren(count === 0 ? el("p", { class: "empty" }, text.noCalls) : list);
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
