/** What can be made to go wrong, by hand or by a test. */
export type FaultKind =
  /** Answered as over the limit. */
  | "throttle"
  /** Answered only after `delayMs`. */
  | "slow"
  /** Carried out, and the connection dropped before the answer. */
  | "lost-answer"
  /** Dropped before it is carried out. */
  | "lost-request"
  /** Never answered and never carried out: for whoever ends the caller meanwhile. */
  | "held-request"
  /** Carried out and never answered, likewise. */
  | "held-answer"
  /** Carried out, and answered by DingTalk's own gateway as if it had not been. Feishu has no such answer. */
  | "gateway-timeout"
  /** Answered with the vendor's own internal error, not carried out. */
  | "server-error"
  /** Answered with something that is no API answer. */
  | "garbage"
  /** The access token is not accepted any more. */
  | "expired-token";

export interface Fault {
  readonly vendor: "dingtalk" | "feishu";
  /** An API's name in the vendor's coverage list, or `*` for each. */
  readonly api: string;
  readonly kind: FaultKind;
  /** How many calls it strikes; absent: until it is cleared. */
  readonly times?: number;
  readonly delayMs?: number;
}

/** What a held call waits for; its connection ends with the caller or the sandbox. */
export const NEVER = new Promise<never>(() => {});

/** The faults that are switched on. */
export class Faults {
  readonly #active = new Set<{ fault: Fault; left: number }>();

  add(fault: Fault): void {
    if (fault.kind === "gateway-timeout" && fault.vendor !== "dingtalk")
      throw new Error(`${fault.vendor} has no ${fault.kind}`);
    this.#active.add({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active.clear();
  }

  list(): Fault[] {
    return [...this.#active].map(({ fault }) => fault);
  }

  /** The fault that strikes this call, counted down. */
  strike(vendor: Fault["vendor"], api: string): Fault | undefined {
    for (const entry of this.#active) {
      if (entry.fault.vendor !== vendor || (entry.fault.api !== "*" && entry.fault.api !== api)) continue;
      entry.left -= 1;
      if (entry.left <= 0) this.#active.delete(entry);
      return entry.fault;
    }
    return undefined;
  }
}
