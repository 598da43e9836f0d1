import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./test/helpers/slowest-first.ts";

/** One process per file: the Feishu SDK keeps a process-wide token cache, which must not leak between files. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Most files wait for clocks and sockets more than they work: two at a time on two cores are no crowd.
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 15_000,
    hookTimeout: 15_000,
    reporters: ["default", "./test/helpers/counts-reporter.ts"],
  },
});
