import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * Closes a run with its counts on one plain line, and makes a skip a failure where nobody would see it (CI).
 * A skip is named with its file, so that "needs Redis" is never silent.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const having = (state: string): TestCase[] => cases.filter((test) => test.result().state === state);
    const skipped = having("skipped");
    for (const test of skipped) console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}`);
    console.log(
      `${having("passed").length} passed, ${having("failed").length} failed, ${skipped.length} skipped`,
    );
    if (process.env.CI === "true" && skipped.length > 0) {
      console.error("A skipped test is a failure in CI: install what it needs.");
      process.exitCode = 1;
    }
  }
}
