/** @import { LineView } from "../view.ts" */
/** @import { VendorName } from "../stage.ts" */
import { CostPanel } from "./cost.js";
import { byId, el } from "./dom.js";
import { drawLine } from "./line.js";
import { press, say } from "./server.js";
import { chatsOf, choices, state, words } from "./state.js";
import { phrasesIn } from "./words.js";

const TOAST_MS = 4_000;
const MARGIN_PX = 8;

/** One vendor's window: who is written to, what was said, and the box to write in. */
export class ChatWindow {
  /**
   * @param {VendorName} vendor
   * @param {() => void} onChat called when another chat was chosen
   */
  constructor(vendor, onChat) {
    this.vendor = vendor;
    this.onChat = onChat;
    this.root = byId(vendor);
    this.picker = el("select", { onchange: () => this.#choose() });
    this.status = el("span", { class: "status" });
    this.log = el("div", { class: "log", role: "log", tabindex: "0" });
    this.toast = el("p", { class: "toast", role: "status" });
    this.faults = el("p", { class: "faults" });
    this.mention = el("input", { type: "checkbox", checked: true });
    this.mentionWords = el("span");
    this.mentionLabel = el("label", { class: "mention" }, this.mention, this.mentionWords);
    this.examples = el("div", { class: "examples", role: "group" });
    this.box = el("input", { type: "text", autocomplete: "off", enterkeyhint: "send", maxlength: 10_000 });
    this.send = el("button", { type: "submit", class: "send" });
    this.heading = el("h2", { id: `${vendor}-name` });
    this.cost = new CostPanel(vendor);
    this.#assemble();
  }

  /** Draws everything anew: another person, chat or language. */
  draw() {
    const text = words();
    const chats = chatsOf(choices.who);
    this.heading.textContent = text[this.vendor];
    this.picker.setAttribute("aria-label", text.chatIn);
    this.picker.replaceChildren(
      ...chats.map(({ key, kind, title, memberKeys }) =>
        el("option", { value: key }, kind === "direct" ? text.direct : text.group(title, memberKeys.length)),
      ),
    );
    const chat = choices.chat(this.vendor);
    this.picker.value = chat?.key ?? "";
    this.mentionLabel.hidden = chat?.kind !== "group";
    this.mentionWords.textContent = text.mention;
    this.box.placeholder = text.placeholder;
    this.box.setAttribute("aria-label", text.placeholder);
    this.send.textContent = text.send;
    this.#drawExamples();
    this.drawPulse();
    this.#drawLog();
  }

  /** Whether the bot is there, what its latest answer cost, and what is made to go wrong. */
  drawPulse() {
    this.cost.draw();
    const on = state.faults[this.vendor].map((kind) => words().faults[kind]);
    const faults = on.length > 0 ? words().faultsHere(on) : "";
    if (this.faults.textContent !== faults) this.faults.textContent = faults;
    const isConnected = state.connections[this.vendor] > 0;
    this.status.classList.toggle("on", isConnected);
    this.status.textContent = isConnected ? words().botConnected : words().botMissing;
  }

  /**
   * Shows a new line, or the later version of one, where its chat is open.
   * @param {LineView} line
   */
  show(line) {
    if (line.chatKey !== choices.chat(this.vendor)?.key) return;
    const isAtEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    this.log.querySelector(".welcome")?.remove();
    this.root.classList.remove("unused");
    const drawn = this.#line(line);
    const there = [...this.log.children].find((child) => child.dataset.id === line.id);
    if (there) this.#replace(there, drawn);
    else this.log.append(drawn);
    if (isAtEnd || line.from === choices.who) this.#toEnd(drawn);
  }

  /**
   * A line's later version. Whoever stands on one of its buttons with the keyboard stays there, or in the chat at least.
   * @param {HTMLElement} there
   * @param {HTMLElement} drawn
   */
  #replace(there, drawn) {
    const hadFocus = there.contains(document.activeElement);
    const label = hadFocus ? document.activeElement?.textContent : undefined;
    there.replaceWith(drawn);
    if (!hadFocus) return;
    const same = [...drawn.querySelectorAll("button")].find(({ textContent }) => textContent === label);
    (same ?? this.log).focus({ preventScroll: true });
  }

  /** @param {string} text */
  tell(text) {
    this.toast.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toast.textContent = "";
    }, TOAST_MS);
  }

  #assemble() {
    const form = el("form", { class: "writing" }, this.box, this.send);
    form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const text = this.box.value;
      this.box.value = "";
      void this.#say(text);
    });
    this.root.append(
      el(
        "div",
        { class: "head" },
        el("span", { class: "mark", "aria-hidden": "true" }),
        this.heading,
        this.picker,
        this.status,
      ),
      this.log,
      this.toast,
      this.faults,
      this.cost.root,
      this.examples,
      this.mentionLabel,
      form,
    );
  }

  #drawExamples() {
    this.examples.setAttribute("aria-label", words().examples);
    const { first, later } = phrasesIn(choices.language);
    /** @type {(kind: string) => (phrase: string) => HTMLElement} */
    const draw = (kind) => (phrase) => {
      const lang = /\p{Script=Han}/u.test(phrase) ? "zh" : "en";
      return el("button", { type: "button", class: kind, lang, onclick: () => this.#say(phrase) }, phrase);
    };
    // What is said next comes first; until something was said only the others show.
    this.examples.replaceChildren(...later.map(draw("later")), ...first.map(draw("first")));
  }

  #choose() {
    choices.setChat(this.vendor, this.picker.value);
    this.onChat();
  }

  #drawLog() {
    const key = choices.chat(this.vendor)?.key;
    const lines = [...state.lines[this.vendor].values()].filter(({ chatKey }) => chatKey === key);
    this.root.classList.toggle("unused", lines.length === 0);
    this.log.setAttribute("aria-label", words().said(words()[this.vendor]));
    this.log.replaceChildren(
      ...(lines.length > 0 ? lines.map((line) => this.#line(line)) : [drawWelcome(this.vendor)]),
    );
    this.#toEnd();
  }

  /**
   * Down to the latest line; where that is longer than the window, to where it begins.
   * @param {HTMLElement} [latest]
   */
  #toEnd(latest = this.log.lastElementChild) {
    const { log } = this;
    const begin =
      latest && latest === log.lastElementChild ? latest.offsetTop - log.offsetTop - MARGIN_PX : 0;
    log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, begin || log.scrollHeight);
  }

  /** @param {LineView} line */
  #line(line) {
    return drawLine(line, (button, form) => void this.#press(line, button, form));
  }

  /** @param {string} text */
  async #say(text) {
    const chat = choices.chat(this.vendor);
    if (!chat) return;
    const mentionsBot = chat.kind === "direct" || this.mention.checked;
    if (text.trim() === "" && !(chat.kind === "group" && mentionsBot)) return;
    await this.#try(() =>
      say({ vendor: this.vendor, colleague: choices.who, chat: chat.key, text, mentionsBot }),
    );
  }

  /**
   * @param {LineView} line
   * @param {number} button
   * @param {Record<string, string>} [form]
   */
  async #press(line, button, form) {
    const { vendor } = this;
    await this.#try(async () => {
      const { shown } = await press({ vendor, colleague: choices.who, line: line.id, button, form });
      if (shown) this.tell(shown);
    });
  }

  /** @param {() => Promise<unknown>} act */
  async #try(act) {
    try {
      await act();
    } catch (error) {
      this.tell(words().failed(error instanceof Error ? error.message : String(error)));
    }
  }
}

/** @param {VendorName} vendor */
const drawWelcome = (vendor) =>
  el(
    "div",
    { class: "welcome" },
    el("img", { src: "/web/icon.svg", alt: "", width: 44, height: 44 }),
    el("p", { class: "greeting" }, words().welcome),
    el("p", {}, words().whatToDo[vendor]),
  );
