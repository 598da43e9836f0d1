/**
 * The benchmarks: every section's table, ours beside the naive ways, measured in this run. `--quick` takes under a
 * minute and writes nothing; `--only <name>[,<name>]` runs some sections. The full run writes `bench/results.md`.
 */
import { writeFileSync } from "node:fs";
import { machine } from "./machine.ts";
import { closeFarOffices } from "./rig/far.ts";
import { holds, type Row } from "./section.ts";
import { SECTIONS } from "./sections.ts";
import { markdownTable, plainLine } from "./table.ts";

const INTRODUCTION = `# Benchmarks

Measured by \`npm run bench\` in one run, against the sandbox: DingTalk and Feishu imitated in another process over real
HTTP and WebSocket, each call answered after 80 ± 20 ms and the vendors' limits on where a time or a rate is meant. Every naive way is
measured beside ours on the same office. Counts and ratios are what to look at: times depend on the machine.`;

const argument = (name: string): string | undefined => process.argv[process.argv.indexOf(name) + 1];
const isQuick = process.argv.includes("--quick");
const only = process.argv.includes("--only") ? argument("--only")?.split(",") : undefined;
const chosen = SECTIONS.filter(({ key }) => only?.includes(key) ?? true);
if (chosen.length === 0) {
  console.error(`No such section. There are: ${SECTIONS.map(({ key }) => key).join(", ")}`);
  process.exit(2);
}

const began = performance.now();
const told: { readonly name: string; readonly rows: readonly Row[]; readonly tookMs: number }[] = [];
console.log(machine());
try {
  for (const { name, run } of chosen) {
    const sectionBegan = performance.now();
    console.log(`\n${name}`);
    const rows = await run({ isQuick });
    for (const row of rows) console.log(`  ${plainLine(row)}`);
    told.push({ name, rows, tookMs: performance.now() - sectionBegan });
  }
} finally {
  closeFarOffices();
}

const all = told.flatMap(({ rows }) => rows);
const missed = all.filter((row) => holds(row) === false);
const aimed = all.filter((row) => row.goal !== undefined);
const tookS = Math.round((performance.now() - began) / 1_000);
const verdict = `${aimed.length - missed.length} of ${aimed.length} goals hold${missed.length > 0 ? `; missed: ${missed.map(({ measure }) => measure).join("; ")}` : ""}.`;
console.log(`\n${verdict} It took ${tookS} s.`);

if (!isQuick && only === undefined) {
  const parts = [INTRODUCTION, `Machine: ${machine()}. The run took ${tookS} s. ${verdict}`];
  let firstNote = 1;
  for (const { name, rows } of told) {
    const { text, notes } = markdownTable(rows, firstNote);
    firstNote += notes;
    parts.push(`## ${name}`, text);
  }
  writeFileSync(new URL("results.md", import.meta.url), `${parts.join("\n\n")}\n`);
  console.log("Written to bench/results.md.");
}
