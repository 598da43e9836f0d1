const REDACTED = "[redacted]";

/** What a field of these names holds is nobody's business in a log, whoever puts it there. */
const PRIVATE_FIELD =
  /^(text|content|title|authorization|cookie|ticket|(.*_)?(token|secret|webhook|password|code)|.*(Token|Secret|Webhook|Password))$/;
/** A vendor's error code tells what went wrong; a device's or an authorisation's is a secret. */
const PUBLIC_FIELD = new Set(["code"]);

/** What is a secret by its looks, wherever it stands; the group before it is kept. */
const PRIVATE_TEXT: readonly RegExp[] = [
  /\b(Bearer\s+)[\w.~+/=-]+/gi,
  /([?&](?:[a-z_]*token|session|ticket|access_key|secret|sign|code)=)[^&\s"']+/gi,
  /(\/robot\/sendBySession\/?)[^\s"'?]+/gi,
  /(:\/\/)[^\s/@:]*:[^\s/@]+(?=@)/g,
  /()\b[tu]-[\w.-]{16,}/g,
];

/** A secret that is shorter would strike out ordinary words. */
const SHORTEST_SECRET = 6;

/** Takes out of what is logged whatever is secret: `secrets` as they are, the rest by its name or its looks. */
export function createRedaction(secrets: readonly (string | undefined)[]) {
  const known = secrets
    .filter((secret): secret is string => secret !== undefined && secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [...new Set([secret, encodeURIComponent(secret)])]);

  const text = (words: string): string => {
    const rest = known.reduce((left, secret) => left.replaceAll(secret, REDACTED), words);
    return PRIVATE_TEXT.reduce((left, pattern) => left.replace(pattern, `$1${REDACTED}`), rest);
  };
  const value = (given: unknown, depth: number): unknown => {
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null) return given;
    if (depth > 5) return REDACTED;
    // Errors are logged by `describeError`: what else they hold may be a request with its token.
    if (given instanceof Error) return text(`${given.name}: ${given.message}`);
    if (Array.isArray(given)) return given.map((one) => value(one, depth + 1));
    return Object.fromEntries(
      Object.entries(given).map(([name, inner]) => [
        name,
        PRIVATE_FIELD.test(name) && !PUBLIC_FIELD.has(name) ? REDACTED : value(inner, depth + 1),
      ]),
    );
  };
  return {
    text,
    fields: (fields: Readonly<Record<string, unknown>>) => value(fields, 0) as Record<string, unknown>,
  };
}
