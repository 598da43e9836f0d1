import type { Clock } from "../core/clock.ts";
import type { Json } from "../core/json.ts";
import type { Change, Storage } from "../ports/storage.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Row, Table } from "./table.ts";

/** Expired entries are invisible at once; their space is given back at the first write after this long. */
const SWEEP_EVERY_MS = 60_000;

/** A storage over an engine's table. Everything after `close` is refused, except another `close`. */
export function storageOver(table: Table, clock: Clock): Storage {
  let isClosed = false;
  let sweptAtMs = Number.NEGATIVE_INFINITY;

  const open = (): Table => {
    if (isClosed) throw new Error("The storage is closed: nothing can be read or written any more.");
    return table;
  };
  const liveRow = (key: string, nowMs: number): Row | undefined => {
    const row = table.get(key);
    return row && isAlive(row, nowMs) ? row : undefined;
  };
  const sweep = (nowMs: number): void => {
    if (nowMs - sweptAtMs < SWEEP_EVERY_MS) return;
    sweptAtMs = nowMs;
    table.removeExpired(nowMs);
  };

  return {
    async get(key) {
      open();
      const row = liveRow(key, clock.now());
      return row && parsed(row.json);
    },
    async getMany(keys) {
      open();
      const nowMs = clock.now();
      return keys.map((key) => {
        const row = liveRow(key, nowMs);
        return row && parsed(row.json);
      });
    },
    async list(prefix) {
      const nowMs = clock.now();
      const rows = open().startingWith(prefix);
      return rows
        .filter((row) => isAlive(row, nowMs))
        .map((row) => ({ key: row.key, value: parsed(row.json) }));
    },
    async write(changes, onlyIf) {
      const nowMs = clock.now();
      const edits = changes.map((change) => editOf(change, nowMs));
      const required = onlyIf && textOf(onlyIf.is);
      return open().atomically(() => {
        if (onlyIf && liveRow(onlyIf.key, nowMs)?.json !== required) return false;
        for (const edit of edits) edit(table);
        sweep(nowMs);
        return true;
      });
    },
    async increment(key, ttlMs) {
      const nowMs = clock.now();
      return open().atomically(() => {
        const row = liveRow(key, nowMs);
        const count = row ? parsed(row.json) : 0;
        if (typeof count !== "number") throw new TypeError(`"${key}" does not hold a count: ${row?.json}`);
        const expiresAtMs = row ? row.expiresAtMs : endOfLife(nowMs, ttlMs);
        table.put({ key, json: canonicalJson(count + 1), expiresAtMs });
        sweep(nowMs);
        return count + 1;
      });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      table.close();
    },
  };
}

const isAlive = ({ expiresAtMs }: Row, nowMs: number): boolean => expiresAtMs === null || expiresAtMs > nowMs;

/** What a change does to the table; made before anything is changed, so that a value that is no JSON changes nothing. */
function editOf({ key, value, ttlMs, keepsLife }: Change, nowMs: number): (table: Table) => void {
  const json = textOf(value);
  if (json === undefined) return (table) => table.remove(key);
  if (keepsLife)
    return (table) => {
      const row = table.get(key);
      if (row && isAlive(row, nowMs)) table.put({ ...row, json });
    };
  const row = { key, json, expiresAtMs: endOfLife(nowMs, ttlMs) };
  return (table) => table.put(row);
}

const textOf = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : canonicalJson(value);

const parsed = (json: string): Json => JSON.parse(json) as Json;

const endOfLife = (nowMs: number, ttlMs: number | undefined): number | null =>
  ttlMs === undefined ? null : Math.ceil(nowMs + ttlMs);
