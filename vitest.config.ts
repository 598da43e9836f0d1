import { defineConfig } from "vitest/config";

/** One process per file: the Feishu SDK keeps a process-wide token cache, which must not leak between files. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    testTimeout: 15_000,
    hookTimeout: 15_000,
    reporters: ["default", "./test/helpers/counts-reporter.ts"],
  },
});
