import type { Parser } from "../piece.ts";
import type { Tokens } from "../token.ts";

/** The zone glued to a time as in ISO 8601: 02:00Z, 10:00+01:00, T1000+0800. A minus counts only after a T. */
export function isoZone(tokens: Tokens, at: number): ReturnType<Parser["find"]> {
  if (!tokens.glued(at) || tokens.at(at - 1).digits === undefined) return undefined;
  const hasT = [2, 4, 6, 8].some((back) => tokens.text(at - back) === "t" && tokens.glued(at - back));
  const hasColon = tokens.text(at - 2) === ":" || tokens.text(at - 2) === ".";
  if (!hasT && !hasColon) return undefined;
  const sign = tokens.text(at);
  if (sign === "z") return { to: at + 1, meaning: { kind: "zone", zone: "Etc/UTC" } };
  if (sign !== "+" && !(sign === "-" && hasT)) return undefined;
  const { digits = "" } = tokens.at(at + 1);
  if (!tokens.glued(at + 1) || (digits.length !== 2 && digits.length !== 4)) return undefined;
  const hours = Number(digits.slice(0, 2));
  const isSplit = digits.length === 2 && tokens.text(at + 2) === ":" && tokens.glued(at + 3);
  const minutes = isSplit ? (tokens.at(at + 3).digits ?? "00") : digits.slice(2) || "00";
  if (hours > 14 || minutes.length !== 2) return undefined;
  return {
    to: at + (isSplit ? 4 : 2),
    meaning: { kind: "zone", zone: `UTC${sign}${hours}:${minutes}` },
  };
}
