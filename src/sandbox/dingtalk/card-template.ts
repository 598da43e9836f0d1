/**
 * A card template as somebody lays it out in the card builder: which variables its texts show, in order, and what its
 * buttons send. A text or a button whose variable is empty is hidden.
 */
export interface CardTemplate {
  readonly id: string;
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart =
  /** Shows a variable: as plain text, as markdown, or only to whoever has it among their private data. */
  | { readonly kind: "plain" | "markdown" | "private"; readonly variable: string }
  | {
      readonly kind: "button";
      /** The variable with the button's label. */
      readonly label: string;
      readonly actionId: string;
      /** The variable with the value of each parameter. */
      readonly params: Readonly<Record<string, string>>;
    };

const button = (name: string): TemplatePart => ({
  kind: "button",
  label: `${name}_label`,
  actionId: "press",
  params: { a: `${name}_id` },
});
const numbered = <T>(count: number, make: (at: number) => T[]): T[] =>
  Array.from({ length: count }, (_, at) => make(at + 1)).flat();

/** The one template of this organisation, as docs/dingtalk-card.md says. */
export const OFFICE_TEMPLATE: CardTemplate = {
  id: "7b2c1a04-93de-4f1a-8a55-0d6c2f5b9e11.schema",
  parts: [
    { kind: "plain", variable: "title" },
    { kind: "markdown", variable: "text" },
    { kind: "markdown", variable: "heading" },
    ...numbered(10, (at): TemplatePart[] => [{ kind: "markdown", variable: `row${at}` }, button(`row${at}`)]),
    ...numbered(4, (at): TemplatePart[] => [button(`button${at}`)]),
    { kind: "private", variable: "said" },
    { kind: "markdown", variable: "note" },
  ],
};
