import type { PlatformErrorKind } from "../core/errors.ts";
import type { PlatformName } from "../core/model.ts";

interface OnPlatform {
  readonly platform: PlatformName;
}
interface OfApi extends OnPlatform {
  /** The name in the platform's table of limits. */
  readonly api: string;
}

/** What is counted, and what tells the counts apart: always one of a few values, never an id, a name or a text. */
export interface Counts {
  /** Heard, each once. */
  readonly messages: OnPlatform & { readonly kind: "message" | "press" | "room-answer" };
  readonly answers: OnPlatform & {
    readonly intent: string;
    /** `none`: nothing had to be said; `broken`: it could only be said that something broke; `unsent`: not even that. */
    readonly outcome: "said" | "none" | "broken" | "unsent";
  };
  readonly calls: OfApi & { readonly result: "ok" | PlatformErrorKind | "error" };
  /** Recipes that came to their end. */
  readonly bookings: OnPlatform & {
    readonly recipe: string;
    readonly outcome: "done" | "refused" | "failed";
  };
  /** Rooms whose busy times were wanted: known already, or asked for. */
  readonly busyTimes: OnPlatform & { readonly from: "memory" | "vendor" };
}

/** What takes time. */
export interface Times {
  /** From hearing a message to having answered it. */
  readonly answer: OnPlatform;
  readonly call: OfApi;
  readonly callWait: OfApi;
}

/** What goes up and down. */
export interface Levels {
  readonly callsWaiting: OfApi;
}

/** Where measurements go. */
export interface Metrics {
  count<Name extends keyof Counts>(name: Name, labels: Counts[Name], by?: number): void;
  time<Name extends keyof Times>(name: Name, labels: Times[Name], ms: number): void;
  change<Name extends keyof Levels>(name: Name, labels: Levels[Name], by: number): void;
}

/** Measures nothing. */
export const noMetrics: Metrics = { count: () => {}, time: () => {}, change: () => {} };
