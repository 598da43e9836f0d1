import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Minutes each: begun last, one of them would go on alone when all others are through. */
const SLOWEST = ["soak/soak", "process/crash-matrix", "process/load", "browser/page"];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = SLOWEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
  return place < 0 ? SLOWEST.length : place;
};

/** Begins with the files that take longest, so that the workers end together. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
