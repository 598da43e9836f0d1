import { readFileSync } from "node:fs";

/** A row of SECURITY.md's table, with the test that holds it. */
export interface Threat {
  readonly threat: string;
  /** `test/…/x.test.ts` */
  readonly file: string;
  /** As it stands in the source, with `%s` and the like. */
  readonly title: string;
}

export const SECURITY = readFileSync(new URL("../../SECURITY.md", import.meta.url), "utf8");

export const THREATS: readonly Threat[] = (/## Threats[\s\S]*?\n\n(\|[\s\S]*?)\n\n/.exec(SECURITY)?.[1] ?? "")
  .split("\n")
  .slice(2)
  .map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")))
  .map(([threat = "", , test = ""]) => {
    const [, file = "", title = ""] = /^`(test\/\S+\.test\.ts)` "(.+)"$/.exec(test) ?? [];
    return { threat, file, title };
  });

/** Whether a test that ran is one that a row names. */
export function isNamed({ title }: Threat, name: string): boolean {
  const pattern = title
    .split(/%[sdifjo]|\$\w+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`, "s").test(name);
}
