import { isMetered } from "../sandbox/dingtalk/limits.ts";
import type { TracedCall } from "../sandbox/trace.ts";
import { type Stage, VENDOR_NAMES, type VendorName } from "./stage.ts";

/**
 * What DingTalk's free edition includes in a month of the whole organisation: calls ("API 调用量计费说明"), and messages
 * over stream and webhooks ("机器人使用webhook&stream消息收发会被计费"). Presses of cards and events come over the stream, so they are taken
 * for messages; no page says it of presses.
 */
export const DINGTALK_MONTH = { calls: 5_000, messages: 3_000 } as const;

/** An answer to a message's own webhook: counted as a message and not as a call. */
const BY_WEBHOOK = "robot.sendBySession";
/** Pages of the vendor's that a person opens; the bot has no part in it. */
const OPENED_BY_PEOPLE = /^oauth\.device\.(verify|answer)$/;

const COUNTED = ["calls", "messages"] as const;
/** What a vendor counts. */
export type Counted = (typeof COUNTED)[number];

/** Requests of one kind, and as what the vendor counts each; absent where it is free. */
export interface AskedView {
  readonly api: string;
  readonly times: number;
  readonly countsAs?: Counted;
}

/** What the latest answer cost: since somebody last wrote to the bot or pressed a button. */
export interface AnswerCostView extends Readonly<Record<Counted, number>> {
  /** Most often asked first. */
  readonly asked: readonly AskedView[];
}

export interface CostView {
  readonly answers: Readonly<Record<VendorName, AnswerCostView>>;
  /** DingTalk's month, in the office's zone. Of Feishu's editions only the free one has such a limit. */
  readonly month: Readonly<Record<Counted, { readonly used: number; readonly budget: number }>>;
}

/** Counts what the bot asks of the vendors and what goes to and fro: for the latest answer, and in this month. */
export class Costs {
  readonly #answers = { dingtalk: new AnswerCost(), feishu: new AnswerCost() };
  readonly #monthOf: (ms: number) => string;
  #month = "";
  #used = nothing();

  constructor(
    readonly stage: Stage,
    readonly onSpent: () => void,
  ) {
    const format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: stage.world.office.zone,
      year: "numeric",
      month: "2-digit",
    });
    this.#monthOf = (ms) => format.format(ms);
    for (const vendor of VENDOR_NAMES) {
      stage[vendor].events.on("line", ({ from }) => {
        if (from !== "bot") this.begin(vendor);
      });
    }
    stage.dingtalk.pushes.on("heard", () => this.#spend("dingtalk", "messages"));
    stage.trace.on("call", (call) => this.#called(call));
  }

  /** Somebody wants something of the bot: what it costs is counted from here on. */
  begin(vendor: VendorName): void {
    this.#answers[vendor] = new AnswerCost();
  }

  view(): CostView {
    this.#turnMonth();
    const month = (what: Counted) => ({ used: this.#used[what], budget: DINGTALK_MONTH[what] });
    return {
      answers: { dingtalk: this.#answers.dingtalk.view(), feishu: this.#answers.feishu.view() },
      month: { calls: month("calls"), messages: month("messages") },
    };
  }

  #called({ vendor, api }: TracedCall): void {
    if (OPENED_BY_PEOPLE.test(api)) return;
    const countsAs = countedAs(vendor, api);
    this.#answers[vendor].ask(api, countsAs);
    if (countsAs) this.#spend(vendor, countsAs);
    else this.onSpent();
  }

  #spend(vendor: VendorName, what: Counted): void {
    this.#answers[vendor].spend(what);
    this.#turnMonth();
    if (vendor === "dingtalk") this.#used[what] += 1;
    this.onSpent();
  }

  #turnMonth(): void {
    const month = this.#monthOf(this.stage.clock.now());
    if (month === this.#month) return;
    this.#month = month;
    this.#used = nothing();
  }
}

class AnswerCost {
  readonly #asked = new Map<string, AskedView>();
  readonly #spent = nothing();

  ask(api: string, countsAs: Counted | undefined): void {
    const times = (this.#asked.get(api)?.times ?? 0) + 1;
    this.#asked.set(api, { api, times, ...(countsAs && { countsAs }) });
  }

  spend(what: Counted): void {
    this.#spent[what] += 1;
  }

  view(): AnswerCostView {
    return {
      ...this.#spent,
      asked: [...this.#asked.values()].sort((one, other) => other.times - one.times),
    };
  }
}

function countedAs(vendor: VendorName, api: string): Counted | undefined {
  if (vendor === "feishu") return "calls";
  if (api === BY_WEBHOOK) return "messages";
  return isMetered(api) ? "calls" : undefined;
}

const nothing = (): Record<Counted, number> => ({ calls: 0, messages: 0 });
