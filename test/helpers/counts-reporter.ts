import type { Reporter, TestCase, TestModule } from "vitest/node";
import { isNamed, THREATS } from "../docs/threats.ts";

/**
 * Closes a run with its counts on one plain line, and makes a skip a failure where nobody would see it (CI).
 * A skip is named with its file, so that "needs Redis" is never silent. So is a threat of SECURITY.md whose file ran
 * without the test that is to hold it.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const having = (state: string): TestCase[] => cases.filter((test) => test.result().state === state);
    const skipped = having("skipped");
    const passed = having("passed");
    for (const test of skipped) console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}`);
    const ran = new Set(modules.map(({ relativeModuleId }) => relativeModuleId));
    const isHeld = (threat: (typeof THREATS)[number]) =>
      passed.some((test) => test.module.relativeModuleId === threat.file && isNamed(threat, test.name));
    const unheld = THREATS.filter((threat) => ran.has(threat.file) && !isHeld(threat));
    console.log(`${passed.length} passed, ${having("failed").length} failed, ${skipped.length} skipped`);
    if (process.env.CI !== "true") return;
    if (skipped.length > 0) {
      console.error("A skipped test is a failure in CI: install what it needs.");
      process.exitCode = 1;
    }
    for (const { threat, title } of unheld) {
      console.error(`SECURITY.md: "${threat}" is held by "${title}", which did not pass.`);
      process.exitCode = 1;
    }
  }
}
