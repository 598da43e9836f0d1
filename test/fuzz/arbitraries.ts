import fc from "fast-check";

/** Ten thousand each: what has no network is quick enough for it. */
export const RUNS = { numRuns: 10_000 } as const;

/** Anything that JSON can say, also what no honest sender would. */
const anything = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  fc.constantFrom<unknown>("", "0", -1, 1e308, "\u0000", "{}", "[]", "x".repeat(10_000), null, true),
  fc.string({ unit: "binary", maxLength: 30 }),
);

/** `sample` with some of its values, wherever they are, replaced or taken out. */
export const mutated = (sample: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(fc.tuple(fc.nat(), fc.option(anything, { nil: undefined })), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce<unknown>((value, [at, by]) => changedAt(value, at, by), sample));

function changedAt(value: unknown, at: number, by: unknown): unknown {
  if (typeof value !== "object" || value === null) return by;
  const entries = Object.entries(value);
  const picked = entries[at % (entries.length + 1)];
  // Beyond the last: the whole of it.
  if (!picked) return by;
  const [key, inner] = picked;
  const isDeep = typeof inner === "object" && inner !== null && at % 3 > 0;
  const next = isDeep ? changedAt(inner, Math.floor(at / 7), by) : by;
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? next : one));
  const rest = Object.fromEntries(entries.filter(([name]) => name !== key));
  return next === undefined ? rest : { ...rest, [key]: next };
}

/** Objects of any shape that use these names, so that readers find what they look for, in the wrong form. */
export function worded(names: readonly string[]): fc.Arbitrary<unknown> {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      anything,
      fc.constantFrom<unknown>(
        "2026-03-12T15:00:00+08:00",
        "1773298800",
        1_773_298_800_000,
        "BUSY",
        "accept",
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 6 }),
    ),
  }));
  return value;
}
