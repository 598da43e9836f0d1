import type { DayView, RoomDay } from "./day-strip.ts";

/**
 * What an answer shows, neutral of platform. All text is plain: a platform's renderer escapes it for its own
 * markup, so that a room called `**@all**` stays a name.
 */
export interface Card {
  /** One line; also what the chat list shows. */
  readonly title: string;
  readonly tone: "neutral" | "good" | "warning" | "bad" | "busy";
  readonly language: "zh" | "en";
  readonly blocks: readonly Block[];
}

export type Block =
  /** A paragraph; line breaks are kept. */
  | { readonly kind: "text"; readonly text: string }
  /** Numbered rows to choose from. */
  | { readonly kind: "options"; readonly heading?: string; readonly options: readonly Option[] }
  | { readonly kind: "buttons"; readonly buttons: readonly Button[] }
  /** Fields to fill in, sent together by one button; not drawn where the platform has no fields. */
  | {
      readonly kind: "form";
      /** As a button's. */
      readonly actionId: string;
      readonly submit: string;
      readonly fields: readonly Field[];
    }
  /** Rooms' days: a picture where it is to be one and the platform shows pictures; else a line each. */
  | {
      readonly kind: "day";
      readonly days: readonly RoomDay[];
      readonly view: DayView;
      /** What the signs of a line mean. */
      readonly legend: string;
      readonly isPicture: boolean;
    }
  /** A page to open. `url` is a vendor's, never a person's words. */
  | { readonly kind: "link"; readonly label: string; readonly url: string }
  /** Small print: what was assumed, what was not checked, how to answer. */
  | { readonly kind: "note"; readonly text: string };

export interface Option {
  readonly number: number;
  readonly title: string;
  /** What is read before the rest: its time where it has its own, and how it differs from what was wished for. */
  readonly lead?: readonly string[];
  /** What tells it from the others, a few words each: `8 seats`, `free until 17:30`. */
  readonly details: readonly string[];
  /** Why it stands where it stands, a few words each. */
  readonly why?: readonly string[];
  /** Its day, as a line of signs. */
  readonly strip?: string;
  readonly button?: Button;
}

/** Something to pick. `name` is unique in its form. */
export type Field =
  /** `initial`: `2026-03-12`. */
  | { readonly kind: "date"; readonly name: string; readonly label: string; readonly initial?: string }
  /** `initial`: `15:00`. */
  | { readonly kind: "time"; readonly name: string; readonly label: string; readonly initial?: string }
  | {
      readonly kind: "choice";
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      /** One of the options' values. */
      readonly initial?: string;
    };

export interface Button {
  readonly label: string;
  /** A random id of an action stored on our side; it means nothing to whoever reads it. */
  readonly actionId: string;
  /** What a person types instead, where buttons do not exist. */
  readonly typed: string;
  /** What a link says in the person's name: as `typed`, and which list or question it is for. */
  readonly says?: string;
  /** Asked before it is sent, where the platform can ask: what was assumed. */
  readonly confirm?: { readonly title: string; readonly text: string };
  readonly style?: "primary" | "danger";
}
