import { z } from "zod";

/**
 * JSON as DingTalk writes it. Its ids and page tokens are 64-bit integers, which a double cannot hold: whole numbers
 * of 16 digits and more are read as strings. Throws `SyntaxError` like `JSON.parse`.
 */
export function parseJson(text: string): unknown {
  const safe = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  return JSON.parse(safe);
}

/** An id that is a number in one answer and a string in another. */
export const idText = z.union([z.string(), z.number()]).transform(String);

/** A field that DingTalk leaves out, or fills with null, where it has nothing to say. */
export const maybe = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value): z.output<T> | undefined => value ?? undefined);
