import { cpus, totalmem } from "node:os";

const GIB = 1024 ** 3;

/** What the figures were measured on: the processor, its cores, the memory, the system and Node; no names, no paths. */
export function machine(): string {
  const all = cpus();
  const model = (all[0]?.model ?? "an unknown processor").replace(/\s+/g, " ").trim();
  const memory = `${Math.round(totalmem() / GIB)} GiB`;
  return `${model}, ${all.length} cores, ${memory}, ${process.platform} ${process.arch}, Node ${process.version}`;
}
