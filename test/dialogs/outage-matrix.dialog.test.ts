import { afterAll, describe, it, vi } from "vitest";
import {
  callsOf,
  calm,
  FAULTS,
  type FaultName,
  MATRIX_CONFIG,
  OPERATIONS,
  playIn,
} from "../helpers/fault-matrix.ts";
import { MatrixTables } from "../helpers/matrix-tables.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

vi.setConfig(MATRIX_CONFIG);

/** Where nothing can be said at all, nothing can be told. */
const SAYS = /^(?:im\.message\.reply|robot\.)/;
const LASTING_FAULTS = ["error 500", "answer lost"] as const satisfies readonly FaultName[];
const tables = new MatrixTables(LASTING_FAULTS);

describe.concurrent.each(PLATFORMS)("every call on %s, broken from then on until the answer", (vendor) => {
  const cases = OPERATIONS.flatMap((operation) =>
    LASTING_FAULTS.map((fault) => [operation.name, fault, operation] as const),
  );

  it.each(cases)("is told as it is, and cleared up later: %s, %s", async (name, fault, operation) => {
    const calls: string[] = [];
    await inOffice(calm(vendor), async (office) => {
      calls.push(...(await callsOf(playIn(office, vendor, operation))));
    });
    const breakable = calls.filter((call) => !SAYS.test(call));
    tables.plan(`${vendor}: ${name}`, breakable);
    // Each in its own office: a call that keeps failing is tried for seconds.
    const breakOne = (call: string) =>
      inOffice(calm(vendor), async (office) => {
        const play = playIn(office, vendor, operation);
        await play();
        const { outcome } = await play({ call, kind: FAULTS[fault], isLasting: true });
        tables.note(`${vendor}: ${name}`, call, fault, outcome);
      });
    await Promise.all(breakable.map(breakOne));
  });
});

afterAll(() => void process.stdout.write(tables.toString()));
