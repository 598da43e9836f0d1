import { EventEmitter } from "node:events";

/** One request as the imitated vendor saw it. */
export interface TracedCall {
  readonly vendor: "dingtalk" | "feishu";
  /** The API's name in the vendor's coverage list. */
  readonly api: string;
  /** Real, monotonic milliseconds of its arrival. */
  readonly atMs: number;
  readonly status: number;
  /** The vendor's error code, where it was refused. */
  readonly code?: string;
}

/** Everything that was asked of the vendors, from their side: what tests measure limits on and the page shows. */
export class Trace extends EventEmitter<{ call: [TracedCall] }> {
  readonly #calls: TracedCall[] = [];

  record(call: TracedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > 50_000) this.#calls.splice(0, 10_000);
    this.emit("call", call);
  }

  calls(filter: Partial<Pick<TracedCall, "vendor" | "api">> = {}): TracedCall[] {
    return this.#calls.filter(
      (call) =>
        (filter.vendor === undefined || call.vendor === filter.vendor) &&
        (filter.api === undefined || call.api === filter.api),
    );
  }
}
