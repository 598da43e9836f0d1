import { afterAll, describe, expect, it, vi } from "vitest";
import {
  callsOf,
  calm,
  FAULT_NAMES,
  FAULTS,
  MATRIX_CONFIG,
  OPERATIONS,
  playIn,
} from "../helpers/fault-matrix.ts";
import { MatrixTables } from "../helpers/matrix-tables.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

vi.setConfig(MATRIX_CONFIG);

const tables = new MatrixTables(FAULT_NAMES);

describe.concurrent.each(PLATFORMS)("every call on %s, broken once", (vendor) => {
  const cases = OPERATIONS.flatMap((operation) =>
    FAULT_NAMES.map((fault) => [operation.name, fault, operation] as const),
  );

  it.each(cases)("leaves it done all the same, and told as it is: %s, %s", (name, fault, operation) =>
    inOffice(calm(vendor), async (office) => {
      const play = playIn(office, vendor, operation);
      for (const call of await callsOf(play)) {
        const { calls, outcome } = await play({ call, kind: FAULTS[fault], isLasting: false });
        tables.note(`${vendor}: ${name}`, call, fault, outcome);
        expect(calls, "the calls of this turn").toContain(call);
        expect(outcome, `with ${call} broken`).toMatch(/^done/);
      }
    }),
  );
});

afterAll(() => void process.stdout.write(tables.toString()));
