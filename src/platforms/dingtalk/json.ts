import { z } from "zod";

/**
 * JSON as DingTalk writes it. Its ids and page tokens are 64-bit integers, which a double cannot hold: whole numbers
 * of 16 digits and more are read as strings. Throws `SyntaxError` like `JSON.parse`.
 */
export function parseJson(text: string): unknown {
  // First as it is: in what is no JSON, quotes that do not end would be looked for over and over.
  const parsed: unknown = JSON.parse(text);
  if (!LONG_NUMBER.test(text)) return parsed;
  const safe = text.replace(STRING_OR_LONG_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`));
  return JSON.parse(safe);
}

const LONG_NUMBER = /\d{16}/;
const STRING_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** An id that is a number in one answer and a string in another. */
export const idText = z.union([z.string(), z.number()]).transform(String);

/** A field that DingTalk leaves out, or fills with null, where it has nothing to say. */
export const maybe = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value): z.output<T> | undefined => value ?? undefined);

/** A field that nothing depends on: what cannot be read of it is as good as absent. */
export const aside = <T extends z.ZodType>(type: T) => maybe(type).catch(undefined);

/** The rows of a list that can be read; `unread` counts the others, so that one of them does not hide the rest. */
export const rowsOf = <T extends z.ZodType>(row: T) =>
  maybe(z.array(z.unknown())).transform((given = []): { rows: z.output<T>[]; unread: number } => {
    const rows = given.flatMap((one) => {
      const read = row.safeParse(one);
      return read.success ? [read.data] : [];
    });
    return { rows, unread: given.length - rows.length };
  });
