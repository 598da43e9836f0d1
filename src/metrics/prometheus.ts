import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Counts, Levels, Metrics, Times } from "../ports/metrics.ts";
import { COUNTERS, GAUGES, HISTOGRAMS } from "./names.ts";

export interface Prometheus {
  readonly metrics: Metrics;
  /** A value that is looked up whenever the page is; rejected, it is left out. */
  look(name: keyof typeof GAUGES.looked, values: () => Promise<readonly Reading[]>): void;
  readonly registry: Registry;
}

export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const PREFIX = "freeroom_";

/** Every metric under its full name, and the process's own. */
export function createPrometheus(): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const registers = [registry];
  const counters = mapValues(
    COUNTERS,
    ({ name, help, labels }) =>
      new Counter({ name: PREFIX + name, help, labelNames: [...labels], registers }),
  );
  const histograms = mapValues(
    HISTOGRAMS,
    ({ name, help, labels, buckets }) =>
      new Histogram({ name: PREFIX + name, help, labelNames: [...labels], buckets: [...buckets], registers }),
  );
  const levels = mapValues(
    GAUGES.changed,
    ({ name, help, labels }) => new Gauge({ name: PREFIX + name, help, labelNames: [...labels], registers }),
  );
  return {
    registry,
    metrics: {
      count: <Name extends keyof Counts>(name: Name, labels: Counts[Name], by = 1) =>
        counters[name].inc({ ...labels }, by),
      time: <Name extends keyof Times>(name: Name, labels: Times[Name], ms: number) =>
        histograms[name].observe({ ...labels }, ms / 1000),
      change: <Name extends keyof Levels>(name: Name, labels: Levels[Name], by: number) =>
        levels[name].inc({ ...labels }, by),
    },
    look(which, values) {
      const { name, help, labels } = GAUGES.looked[which];
      new Gauge({
        name: PREFIX + name,
        help,
        labelNames: [...labels],
        registers,
        async collect() {
          const readings = await values().catch(() => []);
          this.reset();
          for (const { labels: of, value } of readings) this.set({ ...of }, value);
        },
      });
    },
  };
}

function mapValues<Key extends string, From, To>(
  table: Readonly<Record<Key, From>>,
  to: (from: From) => To,
): Readonly<Record<Key, To>> {
  const entries = Object.entries<From>(table).map(([key, value]) => [key, to(value)] as const);
  return Object.fromEntries(entries) as Record<Key, To>;
}
