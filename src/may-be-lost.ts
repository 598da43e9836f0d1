/**
 * Beginnings of the keys of what an instance may keep for itself while the shared storage is away: what was offered and
 * asked, what buttons stand for, what can be asked of the platform again, and how often somebody was told something.
 * What is not here is recorded or not done: messages, the journal and its leases, bookings, watches, links. Nor are
 * busy times here: without the others, the search itself goes by what this instance knows.
 */
export const MAY_BE_LOST: readonly string[] = [
  "offer:",
  "question:",
  "listed:",
  "spoke:",
  "action:",
  "memory:",
  "progress:",
  "answers:",
  "hourly:",
  "link-hint:",
  "usual:",
  "rooms:",
  "rules:",
  "feishu:",
  "dingtalk:",
];

/** A button that this instance does not know of is not an expired one: another instance, or an earlier hour, knows it. */
export const NOT_ASSUMED_MISSING: readonly string[] = ["action:"];
