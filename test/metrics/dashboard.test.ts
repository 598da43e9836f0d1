import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { lookAt } from "../../src/metrics/looks.ts";
import { COUNTERS, GAUGES, HISTOGRAMS } from "../../src/metrics/names.ts";
import { createPrometheus } from "../../src/metrics/prometheus.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

const text = readFileSync(new URL("../../deploy/grafana-dashboard.json", import.meta.url), "utf8");
const targets = (JSON.parse(text) as Dashboard).panels.flatMap(({ title, targets }) =>
  targets.map((target) => ({ title, ...target })),
);

const ours = [
  ...Object.values(COUNTERS),
  ...Object.values(HISTOGRAMS),
  ...Object.values(GAUGES.changed),
  ...Object.values(GAUGES.looked),
];

it("asks for metrics that exist, and for no label that they do not have", async () => {
  const prometheus = createPrometheus();
  lookAt(prometheus, [], createMemoryStorage(systemClock));
  const registered = prometheus.registry.getMetricsAsArray() as { name: string }[];
  const exist = new Set(
    registered.flatMap(({ name }) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]),
  );
  const asked = targets.flatMap(({ title, expr }) =>
    (expr.match(/freeroom_\w+/g) ?? []).map((name) => ({ title, name })),
  );
  expect(asked.length).toBeGreaterThanOrEqual(targets.length);
  expect(asked.filter(({ name }) => !exist.has(name))).toEqual([]);

  const known = new Set(["le", ...ours.flatMap(({ labels }) => [...labels] as string[])]);
  const labels = targets.flatMap(({ expr, legendFormat }) => [
    ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = ""]) =>
      list.split(",").map((one) => one.trim()),
    ),
    ...[...expr.matchAll(/(\w+)(?:=~?|!=)"/g)].map(([, label = ""]) => label),
    ...[...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label),
  ]);
  expect(labels.filter((label) => !known.has(label))).toEqual([]);
});

it("shows every metric of ours", () => {
  const all = targets.map(({ expr }) => expr).join("\n");
  expect(ours.map(({ name }) => name).filter((name) => !all.includes(`freeroom_${name}`))).toEqual([]);
});

it("has every metric that docs/reliability.md says to watch", () => {
  const doc = readFileSync(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  const named = [...doc.matchAll(/`freeroom_(\w+)/g)].map(([, name]) => name);
  const known = new Set<string | undefined>(ours.map(({ name }) => name));
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
