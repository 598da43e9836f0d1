import type { Counts, Levels, Times } from "../ports/metrics.ts";

interface Metric<Labels> {
  /** After `freeroom_`, as Prometheus wants it: seconds, and `_total` for what only grows. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly (keyof Labels & string)[];
}

type Table<Of> = { readonly [Name in keyof Of]: Metric<Of[Name]> };
interface Timed {
  readonly buckets: readonly number[];
}

export const COUNTERS: Table<Counts> = {
  messages: { name: "messages_total", help: "Heard for the first time.", labels: ["platform", "kind"] },
  answers: {
    name: "answers_total",
    help: "Messages that were finished with.",
    labels: ["platform", "intent", "outcome"],
  },
  calls: {
    name: "vendor_calls_total",
    help: "Calls to a vendor, every try.",
    labels: ["platform", "api", "result"],
  },
  bookings: {
    name: "bookings_total",
    help: "Bookings and changes that came to their end.",
    labels: ["platform", "recipe", "outcome"],
  },
  busyTimes: {
    name: "busy_times_total",
    help: "Rooms whose busy times were wanted.",
    labels: ["platform", "from"],
  },
};

export const HISTOGRAMS: { readonly [Name in keyof Times]: Metric<Times[Name]> & Timed } = {
  answer: {
    name: "answer_seconds",
    help: "From hearing a message to having answered it.",
    labels: ["platform"],
    buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 60],
  },
  call: {
    name: "vendor_call_seconds",
    help: "What a vendor took.",
    labels: ["platform", "api"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  callWait: {
    name: "vendor_call_wait_seconds",
    help: "What a call waited for its turn.",
    labels: ["platform", "api"],
    buckets: [0.01, 0.1, 0.5, 1, 5, 15, 30],
  },
};

/** `changed` go up and down as things happen; `looked` are looked up when the page is. */
export const GAUGES = {
  changed: {
    callsWaiting: {
      name: "vendor_calls_waiting",
      help: "Calls that wait for their turn.",
      labels: ["platform", "api"],
    },
  } satisfies Table<Levels>,
  looked: {
    connected: {
      name: "connected",
      help: "Whether the platform's connection is up (1) or not (0).",
      labels: ["platform"],
    },
    budgetUsed: {
      name: "budget_used",
      help: "Used of the month's share, as counted by the bot.",
      labels: ["platform", "of"],
    },
    budgetLeft: {
      name: "budget_left",
      help: "Left of the month's share; absent where there is no limit.",
      labels: ["platform", "of"],
    },
    journalOpen: {
      name: "journal_open",
      help: "Bookings and changes that have not come to their end.",
      labels: ["platform"],
    },
    inboxOpen: {
      name: "inbox_open",
      help: "Messages that were heard and are not finished with.",
      labels: ["platform"],
    },
  },
} as const;
