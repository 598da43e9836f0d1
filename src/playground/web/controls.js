/** @import { PulseView } from "../view.ts" */
/** @import { SwitchKind } from "../switches.ts" */
/** @import { VendorName } from "../stage.ts" */
import { byId, el } from "./dom.js";
import { moveClock, pullLever } from "./server.js";
import { officeNow, state, VENDORS, words } from "./state.js";
import { dayOf, isWeekend, MINUTES_A_DAY, minuteOf } from "./time.js";

const MINUTE_MS = 60_000;
const MORNING_MINUTE = 8 * 60 + 30;
const KINDS = /** @type {const} */ (["throttle", "slow", "room-declines", "lost-answer"]);

/** How far each button moves the clock; the next workday begins at the office's half past eight. */
const LATER = {
  quarter: () => 15 * MINUTE_MS,
  hour: () => 60 * MINUTE_MS,
  workday: () => {
    const now = officeNow();
    let minutes = (MORNING_MINUTE - minuteOf(now) + MINUTES_A_DAY) % MINUTES_A_DAY || MINUTES_A_DAY;
    while (isWeekend(dayOf(now + minutes * MINUTE_MS))) minutes += MINUTES_A_DAY;
    return Math.max(1, Math.round(minutes * MINUTE_MS - (now % MINUTE_MS)));
  },
};

/** The office's clock to move, and what is made to go wrong in it. */
export class Controls {
  #drawn = "";

  /** @param {{ onPulse: (pulse: PulseView) => void, onFailed: (why: string) => void }} listener */
  constructor(listener) {
    this.listener = listener;
    this.steps = byId("steps");
    this.root = byId("controls");
    this.summary = el("summary");
    this.body = el("div", { class: "levers" });
    this.root.append(this.summary, this.body);
    document.addEventListener("click", ({ target }) => {
      if (target instanceof Node && !this.root.contains(target)) this.root.open = false;
    });
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ { key }) => {
      if (key !== "Escape") return;
      this.root.open = false;
      this.summary.focus();
    });
  }

  /** Only where something changed: a button that is drawn anew loses the keyboard's focus. */
  draw() {
    const drawn = JSON.stringify([words().controls, state.faults]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = document.activeElement?.getAttribute("data-lever");
    this.#drawSteps();
    this.#drawFaults();
    if (focused) document.querySelector(/** @type {"button"} */ (`[data-lever="${focused}"]`))?.focus();
  }

  #drawSteps() {
    const text = words();
    this.steps.setAttribute("role", "group");
    this.steps.setAttribute("aria-label", text.moveClock);
    this.steps.replaceChildren(
      .../** @type {const} */ (["quarter", "hour", "workday"]).map((step) =>
        this.#button(step, text.later[step], () => moveClock(LATER[step]())),
      ),
    );
  }

  #drawFaults() {
    const text = words();
    const count = VENDORS.reduce((sum, vendor) => sum + state.faults[vendor].length, 0);
    this.root.classList.toggle("faulty", count > 0);
    this.summary.textContent = count > 0 ? text.faultsOn(count) : text.controls;
    this.body.replaceChildren(
      el("p", {}, text.aboutFaults),
      ...VENDORS.map((vendor) =>
        el(
          "div",
          { class: `group ${vendor}`, role: "group", "aria-label": text.faultsOf(text[vendor]) },
          el("span", { class: "name", "aria-hidden": "true" }, text[vendor]),
          ...KINDS.map((kind) => this.#toggle(vendor, kind)),
          this.#button(`${vendor}-drop`, text.drop, () => pullLever({ kind: "drop", vendor })),
        ),
      ),
      this.#button("none", text.allOff, () => pullLever({ kind: "none" }), { disabled: count === 0 }),
    );
  }

  /**
   * @param {VendorName} vendor
   * @param {SwitchKind} kind
   */
  #toggle(vendor, kind) {
    const isOn = state.faults[vendor].includes(kind);
    return this.#button(
      `${vendor}-${kind}`,
      words().faults[kind],
      () => pullLever({ kind, vendor, isOn: !isOn }),
      { "aria-pressed": String(isOn) },
    );
  }

  /**
   * @param {string} lever
   * @param {string} label
   * @param {() => Promise<PulseView>} pull
   * @param {Record<string, string | boolean>} [properties]
   */
  #button(lever, label, pull, properties = {}) {
    const onclick = async () => {
      try {
        this.listener.onPulse(await pull());
      } catch (error) {
        this.listener.onFailed(error instanceof Error ? error.message : String(error));
      }
    };
    return el("button", { type: "button", "data-lever": lever, onclick, ...properties }, label);
  }
}
