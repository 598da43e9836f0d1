import { isMetered } from "../sandbox/dingtalk/limits.ts";
import type { TracedCall } from "../sandbox/trace.ts";
import { type Stage, VENDOR_NAMES, type VendorName } from "./stage.ts";

/** What DingTalk's free edition includes: calls a month of the whole organisation ("API 调用量计费说明"). */
export const DINGTALK_MONTH_CALLS = 5_000;

/** Pages of the vendor's that a person opens; the bot has no part in it. */
const OPENED_BY_PEOPLE = /^oauth\.device\.(verify|answer)$/;

export interface CostView {
  /** Calls by the API's name since somebody last wrote to the bot or pressed a button. */
  readonly calls: Readonly<Record<VendorName, Readonly<Record<string, number>>>>;
  /** DingTalk's metered calls in the office's month. */
  readonly month: { readonly used: number; readonly budget: number };
}

/** Counts what the bot asks of the vendors: for the latest answer, and in this month. */
export class Costs {
  readonly #calls: Record<VendorName, Map<string, number>> = { dingtalk: new Map(), feishu: new Map() };
  readonly #monthOf: (ms: number) => string;
  #month = "";
  #used = 0;

  constructor(
    readonly stage: Stage,
    onCall: () => void,
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
    stage.trace.on("call", (call) => {
      if (OPENED_BY_PEOPLE.test(call.api)) return;
      this.#count(call);
      onCall();
    });
  }

  /** Somebody wants something of the bot: what it costs is counted from here on. */
  begin(vendor: VendorName): void {
    this.#calls[vendor].clear();
  }

  view(): CostView {
    this.#turnMonth();
    const { dingtalk, feishu } = this.#calls;
    return {
      calls: { dingtalk: Object.fromEntries(dingtalk), feishu: Object.fromEntries(feishu) },
      month: { used: this.#used, budget: DINGTALK_MONTH_CALLS },
    };
  }

  #count({ vendor, api }: TracedCall): void {
    this.#turnMonth();
    this.#calls[vendor].set(api, (this.#calls[vendor].get(api) ?? 0) + 1);
    if (vendor === "dingtalk" && isMetered(api)) this.#used += 1;
  }

  #turnMonth(): void {
    const month = this.#monthOf(this.stage.clock.now());
    if (month === this.#month) return;
    this.#month = month;
    this.#used = 0;
  }
}
