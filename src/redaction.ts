const REDACTED = "[redacted]";

/** What a field of these names holds is nobody's business in a log, whoever puts it there. */
const PRIVATE_NAMES = new Set([
  "text",
  "content",
  "title",
  "summary",
  "markdown",
  "msg_param",
  "said",
  "words",
]);
/** … and of every name that ends in one of these words, written `likeThis`, `like_this` or `like-this`. */
const PRIVATE_WORDS = new Set([
  ...[
    "token",
    "secret",
    "password",
    "webhook",
    "ticket",
    "cookie",
    "authorization",
    "authorisation",
    "session",
  ],
]);
/** A key or a code is mostly nothing secret, unless it opens something. */
const OPENING_NAMES = new Set([
  ...["access_key", "api_key", "token_key", "secret_key", "private_key"],
  ...["device_code", "user_code", "auth_code", "authorization_code"],
]);

function isPrivate(name: string): boolean {
  const plain = name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
  const lastWord = plain.slice(plain.lastIndexOf("_") + 1);
  return PRIVATE_WORDS.has(lastWord) || PRIVATE_NAMES.has(plain) || OPENING_NAMES.has(plain);
}

const NAME = String.raw`[\w-]{0,40}(?:token|secret|password|webhook|ticket|cookie|authorization)|device_?code|user_?code`;
const WRITTEN = "text|content|title|summary";

/** What is a secret by its looks, wherever it stands; the group before it is kept. */
const PRIVATE_TEXT: readonly RegExp[] = [
  /\b(Bearer\s+)[\w.~+/=-]+/gi,
  /\b(Basic\s+)[\w+/]{12,}=*/g,
  // JSON, and JSON within JSON.
  new RegExp(String.raw`("(?:${NAME}|${WRITTEN})"\s*:\s*")(?:[^"\\]|\\.)*`, "gi"),
  new RegExp(String.raw`(\\"(?:${NAME}|${WRITTEN})\\"\s*:\s*\\")(?:(?!\\")[^])*`, "gi"),
  // A query or a form, and a header.
  new RegExp(String.raw`((?:${NAME})=)[^&\s"']+`, "gi"),
  /((?:[\w-]{1,40}-token|authorization|cookie)\s*:\s*(?:Bearer |Basic )?)(?!\[redacted\])[^\s"',]+/gi,
  /([?&](?:session|access_key|sign|code)=)[^&\s"']+/gi,
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
    // A function may be a `toJSON`, which would say what it likes.
    if (typeof given === "function") return undefined;
    if (typeof given !== "object" || given === null) return given;
    if (depth > 5) return REDACTED;
    // Errors are logged by `describeError`: what else they hold may be a request with its token.
    if (given instanceof Error) return text(`${given.name}: ${given.message}`);
    if (ArrayBuffer.isView(given)) return REDACTED;
    if (Array.isArray(given)) return given.map((one) => value(one, depth + 1));
    return Object.fromEntries(
      Object.entries(given).map(([name, inner]) => [
        name,
        isPrivate(name) ? REDACTED : value(inner, depth + 1),
      ]),
    );
  };
  return {
    text,
    fields: (fields: Readonly<Record<string, unknown>>) => value(fields, 0) as Record<string, unknown>,
  };
}
