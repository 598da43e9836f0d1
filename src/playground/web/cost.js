/** @import { VendorName } from "../stage.ts" */
import { el } from "./dom.js";
import { state, words } from "./state.js";

/** What the bot's latest answer cost in calls, by kind; of DingTalk also the month's sum against its budget. */
export class CostPanel {
  /** @param {VendorName} vendor */
  constructor(vendor) {
    this.vendor = vendor;
    this.summary = el("summary");
    this.kinds = el("div");
    this.root = el("details", { class: "cost" }, this.summary, this.kinds);
  }

  draw() {
    const text = words();
    const { calls, month } = state.costs;
    const kinds = Object.entries(calls[this.vendor]).sort(([, one], [, other]) => other - one);
    const count = kinds.reduce((sum, [, times]) => sum + times, 0);
    const sums = [text.cost(count)];
    if (this.vendor === "dingtalk") sums.push(text.month(month.used, month.budget));
    const told = sums.join(" · ");
    // Drawn at each pulse: what did not change is left alone, so that nothing moves under a reader.
    if (this.summary.textContent !== told) this.summary.textContent = told;
    const list = el("ul", {}, ...kinds.map(([api, times]) => el("li", {}, `${times} × ${api}`)));
    this.kinds.replaceChildren(count === 0 ? el("p", { class: "empty" }, text.noCalls) : list);
  }
}
