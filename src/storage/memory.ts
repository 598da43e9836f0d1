import type { Clock } from "../core/clock.ts";
import type { Storage } from "../ports/storage.ts";
import { storageOver } from "./key-value.ts";
import type { Row, Table } from "./table.ts";

/** A storage that ends with the process: for tests, and for trying things out. */
export function createMemoryStorage(clock: Clock): Storage {
  return storageOver(memoryTable(), clock);
}

function memoryTable(): Table {
  let rows = new Map<string, Row>();
  return {
    get: (key) => rows.get(key),
    startingWith: (prefix) => [...rows.values()].filter((row) => row.key.startsWith(prefix)).toSorted(byKey),
    put: (row) => void rows.set(row.key, row),
    remove: (key) => void rows.delete(key),
    removeExpired: (nowMs) => {
      for (const { key, expiresAtMs } of rows.values()) {
        if (expiresAtMs !== null && expiresAtMs <= nowMs) rows.delete(key);
      }
    },
    // Nothing that a storage does here can fail halfway, and nothing else runs meanwhile.
    atomically: async (work) => work(),
    close: () => {
      rows = new Map();
    },
  };
}

const byKey = (a: Row, b: Row): number => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
