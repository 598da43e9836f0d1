/** @import { AskedView, Counted } from "../costs.ts" */
/** @import { VendorName } from "../stage.ts" */
import { el } from "./dom.js";
import { state, words } from "./state.js";

const COUNTED = /** @type {const} */ (["calls", "messages"]);

/** What the bot's latest answer cost, by kind; of DingTalk also what the month's two limits have come to. */
export class CostPanel {
  /** @param {VendorName} vendor */
  constructor(vendor) {
    this.vendor = vendor;
    this.latest = el("span", { class: "latest" });
    this.kinds = el("div");
    this.gauges = vendor === "dingtalk" ? COUNTED.map((what) => new Gauge(what)) : [];
    this.root = el(
      "details",
      { class: "cost" },
      el("summary", {}, this.latest, ...this.gauges.map(({ root }) => root)),
      this.kinds,
    );
  }

  /** Drawn at each pulse: what did not change is left alone, so that nothing moves under a reader. */
  draw() {
    const text = words();
    const { calls, messages, asked } = state.costs.answers[this.vendor];
    write(
      this.latest,
      this.vendor === "dingtalk" ? text.costWithMessages(calls, messages) : text.cost(calls),
    );
    for (const gauge of this.gauges) gauge.draw();
    const heard = asked.reduce(
      (left, { times, countsAs }) => left - (countsAs === "messages" ? times : 0),
      messages,
    );
    const told = [
      ...(heard > 0 ? [`${heard} × ${text.heard} (${text.countedAs.messages})`] : []),
      ...asked.map((one) => this.#kind(one)),
    ];
    const drawn = [text.noCalls, ...told].join("\n");
    if (this.kinds.dataset.told === drawn) return;
    this.kinds.dataset.told = drawn;
    const list = el("ul", {}, ...told.map((one) => el("li", {}, one)));
    this.kinds.replaceChildren(told.length === 0 ? el("p", { class: "empty" }, text.noCalls) : list);
  }

  /** @param {AskedView} asked */
  #kind({ api, times, countsAs }) {
    const { countedAs } = words();
    // Where everything is a call, nothing has to be told apart.
    const as =
      this.vendor === "dingtalk" && countsAs !== "calls" ? ` (${countedAs[countsAs ?? "free"]})` : "";
    return `${times} × ${api}${as}`;
  }
}

/** How far the month has come towards one of its limits. */
class Gauge {
  /** @param {Counted} what */
  constructor(what) {
    this.what = what;
    this.told = el("span");
    this.used = el("span");
    const bar = el("span", { class: "gauge", "aria-hidden": "true" }, this.used);
    this.root = el("span", { class: "month" }, this.told, bar);
  }

  draw() {
    const { used, budget } = state.costs.month[this.what];
    write(this.told, words().month[this.what](used, budget));
    this.used.style.width = `${Math.min(100, (100 * used) / (budget || 1))}%`;
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
