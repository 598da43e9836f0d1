import type { EventEmitter } from "node:events";
import type { MovableClock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Latency } from "./latency.ts";
import type { Trace } from "./trace.ts";
import type { World } from "./world.ts";

/** What both imitated vendors stand on. */
export interface SandboxGround {
  readonly world: World;
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly trace: Trace;
  /** Absent: answers are there at once. */
  readonly latency?: Latency;
  /** Milliseconds that Feishu's rooms take to answer a request, at least and at most. */
  readonly roomAnswerMs: readonly [least: number, most: number];
  /** Numbers in [0, 1), so that a run can be repeated. */
  readonly random: () => number;
}

/** Something that was said in a chat, by a person or by the bot. */
export interface ChatLine {
  readonly id: string;
  readonly chatKey: string;
  /** A colleague's key, or `bot`. */
  readonly from: string;
  readonly atMs: number;
  /** As a person would read it, markup taken away. */
  readonly text: string;
  /** What the vendor was sent, as it was. */
  readonly raw: unknown;
  /** Buttons of a card, with what pressing sends back. */
  readonly buttons: readonly { readonly label: string; readonly value: unknown }[];
  /** What can be filled in, and the value of the button that sends it. */
  readonly forms?: readonly { readonly fields: readonly CardField[]; readonly value: unknown }[];
  /** Pictures in it, by the keys that the vendor gave them. */
  readonly pictures?: readonly { readonly key: string; readonly alt: string }[];
  /** What opens an address when it is pressed. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  /** Set when the line is a later version of one with the same id. */
  readonly isUpdate: boolean;
}

/** A picker of a card: days as `2026-03-12`, times as `15:00`, choices by their options' values. */
export interface CardField {
  readonly kind: "date" | "time" | "choice";
  readonly name: string;
  readonly label: string;
  readonly initial?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** One imitated vendor: its server on loopback, and the hands of the people in it. */
export interface Vendor {
  /** Where its HTTP API is, e.g. `http://127.0.0.1:4711`. */
  readonly base: string;
  /** Credentials of the one app that is installed in it. */
  readonly app: { readonly id: string; readonly secret: string };
  /** Everything said so far; `line` is emitted for each new or updated one. */
  readonly lines: readonly ChatLine[];
  readonly events: EventEmitter<{ line: [ChatLine]; delivered: [messageId: string] }>;
  /** How many bots' connections are live. */
  connections(): number;
  /**
   * A colleague writes; in a group the bot hears it only with `mentionsBot`. Returns the message's id.
   * `copies` delivers the same message more than once, as the vendors do.
   */
  say(
    colleagueKey: string,
    chatKey: string,
    text: string,
    options?: { mentionsBot?: boolean; mentionKeys?: readonly string[]; copies?: number },
  ): string;
  /**
   * A colleague presses a button of a bot's card; resolves with the line shown to them, if any. `form`: what was picked
   * in the form that the button sends, by field; fields that are left alone keep what they show.
   */
  press(
    colleagueKey: string,
    lineId: string,
    value: unknown,
    form?: Readonly<Record<string, string>>,
  ): Promise<string | undefined>;
  /** Cuts every live connection without a word. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** The direct chat of a colleague with the bot. */
export const directChatKey = (colleagueKey: string): string => `direct:${colleagueKey}`;
