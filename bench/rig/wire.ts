import type { Interval } from "../../src/core/interval.ts";
import type { Distance } from "../../src/sandbox/latency.ts";
import type { TracedCall } from "../../src/sandbox/trace.ts";
import type { OfficeSpec } from "./office.ts";

/** What this process and the one with the sandboxes say to each other. */

export type VendorName = "dingtalk" | "feishu";
export const VENDORS: readonly VendorName[] = ["dingtalk", "feishu"];

export interface FarOptions {
  readonly spec: OfficeSpec;
  /** Absent: answers are there at once. */
  readonly latency?: Distance;
  /** Whether the vendors' own limits are on. */
  readonly isLimited: boolean;
}

export interface FarVendor {
  readonly base: string;
  readonly app: { readonly id: string; readonly secret: string };
}

/** An office that was opened. */
export interface Opened {
  readonly id: number;
  /** What its clock is ahead of the machine's, in ms. */
  readonly aheadMs: number;
  readonly dingtalk: FarVendor;
  readonly feishu: FarVendor;
}

/** What somebody heard when they had said something. */
export interface Heard {
  readonly text: string;
  /** From the words to the arrival of the answer's request, in ms of the vendor's side. */
  readonly afterMs: number;
  /** What the bot called meanwhile, in order of arrival, the answer itself left out; times in ms since the words. */
  readonly calls: readonly { readonly api: string; readonly afterMs: number }[];
}

/** Words at an even pace. */
export interface LoadOptions {
  readonly vendors: readonly VendorName[];
  readonly messages: number;
  readonly perSecond: number;
  /** Said in turn, by one colleague after the other, each alone with the bot. */
  readonly texts: readonly string[];
  readonly colleagues: readonly string[];
}

export interface LoadResult {
  readonly vendor: VendorName;
  /** From the words to the arrival of the answer's request, in ms, in the order of the words. */
  readonly afterMs: readonly number[];
  readonly unanswered: number;
}

export type Seen = Pick<TracedCall, "vendor" | "api" | "atMs" | "status" | "code">;

/** Everything that can be asked of the other process, by name: what it is given, and what it answers. */
export interface Operations {
  open(options: FarOptions): Promise<Opened>;
  say(id: number, vendor: VendorName, who: string, text: string): Promise<Heard>;
  /** What was called since it was last asked, or since the beginning. */
  takeCalls(id: number): Promise<Seen[]>;
  /** Somebody takes a room in the client. */
  takeRoom(id: number, roomName: string, interval: Interval): Promise<void>;
  /** The office's clock goes forward. */
  pass(id: number, ms: number): Promise<void>;
  /** A colleague links the Feishu account. */
  link(id: number, who: string): Promise<void>;
  load(id: number, options: LoadOptions): Promise<LoadResult[]>;
  close(id: number): Promise<void>;
}

export interface Asked {
  readonly number: number;
  readonly operation: keyof Operations;
  readonly given: readonly unknown[];
}

export type Answered =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly error: string };

/** Where the vendors are when a time is measured. */
export const FAR_AWAY: Distance = { meanMs: 80, spreadMs: 20 };
/** The quickest answer from there. */
export const QUICKEST_ANSWER_MS = FAR_AWAY.meanMs - FAR_AWAY.spreadMs;
