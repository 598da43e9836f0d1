import type { ChatLine } from "../sandbox/sandbox.ts";
import { paragraphs, templateParts } from "./dingtalk-parts.ts";
import { cardParts } from "./feishu-parts.ts";
import type { VendorName } from "./stage.ts";

/** A piece of a message as the page draws it. */
export type Part =
  /** DingTalk's buttons are links in their text; `lead` is what it begins with in bold; small print stands aside. */
  | {
      readonly kind: "text";
      readonly text: string;
      readonly isAside?: boolean;
      readonly lead?: string;
      readonly buttons?: readonly PartButton[];
    }
  /** A card's head; `colour` is the vendor's name for it. */
  | { readonly kind: "title"; readonly text: string; readonly colour?: string }
  | ({ readonly kind: "button" } & PartButton)
  /** Side by side; a column that `grows` takes what the others leave. */
  | { readonly kind: "row"; readonly columns: readonly PartColumn[] }
  | { readonly kind: "form"; readonly parts: readonly Part[] }
  | PartField
  | { readonly kind: "image"; readonly key: string; readonly alt: string }
  | { readonly kind: "rule" };

export interface PartButton {
  readonly label: string;
  /** Its place among all of the line's buttons. */
  readonly index: number;
  readonly style?: "primary" | "danger";
  /** Asked before it is pressed. */
  readonly confirm?: { readonly title: string; readonly text: string };
}

interface PartColumn {
  readonly grows: boolean;
  readonly parts: readonly Part[];
}

/** What is filled in, in a form. `initial`: `2026-03-12`, `15:00`, an option's value, or any words. */
export interface PartField {
  readonly kind: "field";
  readonly type: "date" | "time" | "choice" | "words";
  readonly name: string;
  readonly label: string;
  readonly initial?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** The name of a person whom a message mentions by the vendor's id. */
export type NameOf = (id: string) => string;

/**
 * A line in pieces, laid out as the vendor's client does: paragraphs of DingTalk's markdown, the texts and buttons of
 * its interactive card, elements of Feishu's card. One piece with its buttons below where that cannot be told from what the vendor was sent.
 */
export function partsOf(vendor: VendorName, line: ChatLine, nameOf: NameOf): readonly Part[] {
  const drawn = {
    dingtalk: () => [...paragraphs(line.raw, nameOf), ...templateParts(line.raw, line.text)],
    feishu: () => cardParts(line.raw, nameOf),
  };
  const parts = drawn[vendor]();
  return tellTheSame(parts, line) ? parts : wholeOf(line);
}

const wholeOf = ({ text, buttons }: ChatLine): Part[] => [
  { kind: "text", text },
  ...buttons.map(({ label }, index): Part => ({ kind: "button", label, index })),
];

/** Whether the parts are all of the line and nothing else: its words, and its buttons in their order. */
function tellTheSame(parts: readonly Part[], line: ChatLine): boolean {
  const all = parts.flatMap(withInner);
  const texts = all.map((part) => (part.kind === "text" || part.kind === "title" ? part.text : ""));
  const buttons = all.flatMap((part) =>
    part.kind === "button" ? [part] : part.kind === "text" ? (part.buttons ?? []) : [],
  );
  return (
    texts.join("").replace(/\s/g, "") === line.text.replace(/\s/g, "") &&
    buttons.every(({ index }, place) => index === place) &&
    JSON.stringify(buttons.map(({ label }) => label)) ===
      JSON.stringify(line.buttons.map(({ label }) => label))
  );
}

const withInner = (part: Part): Part[] => {
  if (part.kind === "row") return part.columns.flatMap(({ parts }) => parts.flatMap(withInner));
  return part.kind === "form" ? part.parts.flatMap(withInner) : [part];
};
