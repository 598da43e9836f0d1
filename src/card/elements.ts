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
  /** A page to open. `url` is a vendor's, never a person's words. */
  | { readonly kind: "link"; readonly label: string; readonly url: string }
  /** Small print: what was assumed, what was not checked, how to answer. */
  | { readonly kind: "note"; readonly text: string };

export interface Option {
  readonly number: number;
  readonly title: string;
  /** What tells it from the others, a few words each: `8 seats`, `free until 17:30`. */
  readonly details: readonly string[];
  readonly button?: Button;
}

export interface Button {
  readonly label: string;
  /** A random id of an action stored on our side; it means nothing to whoever reads it. */
  readonly actionId: string;
  /** What a person types instead, where buttons do not exist. */
  readonly typed: string;
  readonly style?: "primary" | "danger";
}
