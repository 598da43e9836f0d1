import { randomUUID } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { describeError, StorageAway } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import type { Logger } from "../../core/logger.ts";
import type { PersonId, PlatformName } from "../../core/model.ts";
import { currentTrail, onTrail, Trail } from "../../core/trail.ts";
import type { InboundMessage, InboundPress, LateRoomAnswer } from "../../ports/listener.ts";
import { type Metrics, noMetrics } from "../../ports/metrics.ts";
import type { Storage } from "../../ports/storage.ts";

/** Outlives the longest redelivery: Feishu sends an unacknowledged event again after up to 6 h, and the tries add up. */
const SEEN_MS = 24 * 60 * 60_000;
/** A button works again after this: what it asked for may have failed, and an impatient second press has come by then. */
const PRESSED_MS = 30_000;
const OPEN_MS = 24 * 60 * 60_000;
/** What a dead process held is taken over within a lease and a sweep; a storage that hangs for 10 s loses nobody's lease. */
const LEASE_MS = 15_000;
const RENEW_MS = 3_000;
const SWEEP_MS = 5_000;
/** What could not be recorded is known again for this long, where it comes twice. */
const HELD_MS = 10 * 60_000;
/** A message whose work broke this often is given up, with an error in the log. */
const MAX_ATTEMPTS = 5;

/** Something that was heard and has to be answered, or acted on. */
export type InboxItem =
  | { readonly kind: "message"; readonly platform: PlatformName; readonly message: InboundMessage }
  | { readonly kind: "press"; readonly platform: PlatformName; readonly press: InboundPress }
  | { readonly kind: "room-answer"; readonly platform: PlatformName; readonly answer: LateRoomAnswer };

interface Open {
  readonly item: InboxItem;
  readonly attempts: number;
  /** Set just before a send that must not be repeated; see `sayOnce`. */
  readonly saying?: boolean;
}

function idOf(item: InboxItem): string {
  switch (item.kind) {
    case "message":
      return `${item.platform}:${item.message.id}`;
    case "press":
      return `${item.platform}:${item.press.id}`;
    case "room-answer":
      return `${item.platform}:room:${item.answer.id}`;
  }
}
/** Whom it is answered to; a room's answer is nobody's question. */
function whoseOf(item: InboxItem): PersonId | undefined {
  switch (item.kind) {
    case "message":
      return item.message.sender.id;
    case "press":
      return item.press.personId;
    case "room-answer":
      return undefined;
  }
}
const openKey = (id: string) => `inbox:open:${id}`;
/** What makes a later item the same as this one: its id, a press's button. */
const seenOf = (item: InboxItem): { key: string; ttlMs: number } =>
  item.kind === "press"
    ? { key: `inbox:pressed:${item.platform}:${item.press.actionId}`, ttlMs: PRESSED_MS }
    : { key: `inbox:seen:${idOf(item)}`, ttlMs: SEEN_MS };
const leaseKey = (id: string) => `inbox:lease:${id}`;
const asJson = (open: Open): Json => open as unknown as Json;

/** Somebody else works on the item by now: this instance must not say anything more. */
export class TakenUpElsewhere extends Error {
  override readonly name = "TakenUpElsewhere";
}

/**
 * What was heard and is not yet answered. An item is recorded durably before it is acknowledged, is worked on under
 * a lease, and is taken over when whoever held the lease died. The same item delivered twice is recorded once.
 * While nothing can be recorded, it is answered all the same, as long as this process lives.
 */
export class Inbox {
  readonly #me = randomUUID();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** What this process works on: after a sleep of the machine its own leases may have run out. */
  readonly #underWay = new Set<string>();
  /** What was heard while nothing could be recorded, by what makes it the same; until when, in epoch ms. */
  readonly #held = new Map<string, number>();

  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly work: (item: InboxItem, entry: InboxEntry) => Promise<void>,
    private readonly metrics: Metrics = noMetrics,
  ) {}

  /**
   * Records the item; `false` when it had been recorded before. Its work begins by itself.
   * @throws {StorageAway} for what the platform tells again, where it cannot be recorded
   */
  async record(item: InboxItem): Promise<boolean> {
    const id = idOf(item);
    const { kind, platform } = item;
    try {
      const recorded = this.#isHeld(seenOf(item).key) ? "before" : await this.#write(id, item);
      const isNew = recorded !== "before";
      if (isNew) {
        this.metrics.count("messages", { platform, kind });
        this.#begin(id, recorded === "now" ? { item, attempts: 1 } : undefined);
      }
      this.logger.info(isNew ? "heard" : "heard again", { message: id, kind });
      return isNew;
    } catch (error) {
      if (!(error instanceof StorageAway) || kind === "room-answer") throw error;
      return this.#hold(id, item, error);
    }
  }

  /** Recorded now with the first try begun and its lease taken, at some time without, or before by whoever heard it first. */
  async #write(id: string, item: InboxItem): Promise<"now" | "somehow" | "before"> {
    const seen = seenOf(item);
    const write = () =>
      this.storage.write(
        [
          { ...seen, value: true },
          { key: openKey(id), value: asJson({ item, attempts: 1 }), ttlMs: OPEN_MS },
          this.#leaseOf(id),
        ],
        { key: seen.key, is: undefined },
      );
    try {
      return (await write()) ? "now" : "before";
    } catch (error) {
      if (!(error instanceof StorageAway)) throw error;
      if (await write()) return "now";
      // It may have been written, and only its answer be lost: then it is there by now, and nobody works on it.
      if (!(await this.isOpen(id))) return "before";
      return (await this.storage.get(leaseKey(id))) === this.#me ? "now" : "somehow";
    }
  }

  #leaseOf(id: string) {
    return { key: leaseKey(id), value: this.#me, ttlMs: LEASE_MS };
  }

  #isHeld(key: string): boolean {
    return (this.#held.get(key) ?? 0) > this.clock.now();
  }

  /** Works on what cannot be recorded; where this process dies, it is not answered. */
  #hold(id: string, item: InboxItem, error: unknown): boolean {
    const nowMs = this.clock.now();
    const { key } = seenOf(item);
    if (this.#isHeld(key)) return false;
    for (const [held, untilMs] of this.#held) if (untilMs <= nowMs) this.#held.delete(held);
    this.#held.set(key, nowMs + HELD_MS);
    const unrecorded = `${id}:unrecorded`;
    const { kind, platform } = item;
    this.metrics.count("messages", { platform, kind });
    this.logger.warn("heard, and answered without a record: the storage is away", {
      message: unrecorded,
      kind,
      error: describeError(error),
    });
    const entry = { id: unrecorded, isRepeat: false, isUnrecorded: true, sayOnce: async () => {} } as const;
    const work = onTrail(new Trail(unrecorded), () => this.#answer(item, entry));
    this.#track(
      work.catch((cause: unknown) =>
        this.logger.error("a message could not be answered, and is not recorded", {
          id,
          error: describeError(cause),
        }),
      ),
    );
    return true;
  }

  /** Whether the item of that id is still going to be worked on. */
  async isOpen(id: string): Promise<boolean> {
    return (await this.storage.get(openKey(id))) !== undefined;
  }

  /** Takes over what a dead process left, now and every few seconds. */
  start(): void {
    this.#track(this.#sweepForEver());
  }

  /** Takes nothing new and waits for what is under way, at most `graceMs`; the rest stays recorded. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.allSettled([...this.#running]), grace]);
    clearTimeout(timer);
  }

  async #sweepForEver(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        for (const { key } of await this.storage.list(openKey("")))
          this.#begin(key.slice(openKey("").length));
      } catch (error) {
        this.logger.error("unanswered messages could not be looked for", { error: describeError(error) });
      }
      await this.clock.sleep(SWEEP_MS, this.#stopping.signal).catch(() => {});
    }
  }

  /** `begun`: what was recorded with its first try begun, under our lease. */
  #begin(id: string, begun?: Open): void {
    if (this.#underWay.has(id)) return;
    if (this.#stopping.signal.aborted) {
      if (begun) this.#track(this.#release(id));
      return;
    }
    this.#underWay.add(id);
    const work = onTrail(new Trail(id), () => this.#workOn(id, begun));
    this.#track(work.finally(() => this.#underWay.delete(id)));
  }

  #track(promise: Promise<void>): void {
    this.#running.add(promise);
    void promise.finally(() => this.#running.delete(promise));
  }

  async #workOn(id: string, begun?: Open): Promise<void> {
    const lease = this.#leaseOf(id);
    try {
      if (!begun && !(await this.storage.write([lease], { key: lease.key, is: undefined }))) return;
    } catch (error) {
      this.logger.error("a message could not be taken up; it is tried again", {
        id,
        error: describeError(error),
      });
      return;
    }
    const done = new AbortController();
    this.#track(this.#keepLease(lease, done.signal));
    let isFinished = false;
    try {
      const open = begun ?? ((await this.storage.get(openKey(id))) as unknown as Open | undefined);
      if (open) {
        await this.#attempt(id, open, { isBegun: begun !== undefined });
        isFinished = true;
      }
    } catch (error) {
      if (error instanceof TakenUpElsewhere) this.logger.info("another instance answers a message", { id });
      else
        this.logger.error("a message could not be answered; it is tried again", {
          id,
          error: describeError(error),
        });
    } finally {
      done.abort();
      await (isFinished ? this.#finish(id) : this.#release(id));
    }
  }

  /** Never throws: what cannot be taken out is looked at again, and was answered. */
  async #finish(id: string): Promise<void> {
    const open = { key: openKey(id), value: undefined };
    const lease = { key: leaseKey(id), value: undefined };
    try {
      const isDone = await this.storage.write([open, lease], { key: lease.key, is: this.#me });
      // Who took it over meanwhile finds that it has been answered.
      if (!isDone) await this.storage.write([open]);
    } catch (error) {
      this.logger.error("an answered message could not be taken out; it may be answered again", {
        id,
        error: describeError(error),
      });
    }
  }

  async #release(id: string): Promise<void> {
    const key = leaseKey(id);
    await this.storage.write([{ key, value: undefined }], { key, is: this.#me }).catch(() => false);
  }

  /** Works on the item; where it returns the item is finished with. */
  async #attempt(id: string, open: Open, { isBegun }: { isBegun: boolean }): Promise<void> {
    if (open.saying) return;
    if (!isBegun && open.attempts >= MAX_ATTEMPTS) {
      this.logger.error("a message was given up after several tries", { id });
      return;
    }
    let stands = open;
    // A lease alone does not stop an instance that slept past its end: another may have begun, or be through.
    const note = async (next: Open): Promise<void> => {
      const change = { key: openKey(id), value: asJson(next), ttlMs: OPEN_MS };
      if (!(await this.storage.write([change], { key: openKey(id), is: asJson(stands) })))
        throw new TakenUpElsewhere("another instance works on it");
      stands = next;
    };
    if (!isBegun) await note({ ...open, attempts: open.attempts + 1 });
    await this.#answer(open.item, {
      id,
      isRepeat: stands.attempts > 1,
      sayOnce: () => note({ ...stands, saying: true }),
    });
  }

  async #answer(item: InboxItem, entry: InboxEntry): Promise<void> {
    const trail = currentTrail();
    if (trail) trail.whose = whoseOf(item);
    await this.work(item, entry);
  }

  async #keepLease(lease: { key: string; value: string; ttlMs: number }, done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      try {
        await this.clock.sleep(RENEW_MS, done);
        await this.storage.write([lease], { key: lease.key, is: lease.value });
      } catch {
        // The work is done, or the storage is away for now: where it stays away the item is taken over.
      }
    }
  }
}

/** What the work on an item may know and say about its own record. */
export interface InboxEntry {
  /** Unique over all platforms, the same at every try: what idempotency keys are made from. */
  readonly id: string;
  /** Whether an earlier try broke off. */
  readonly isRepeat: boolean;
  /** Set where it could not be recorded: if this try breaks off, there is no other. */
  readonly isUnrecorded?: true;
  /** To be called just before a send that must not be repeated: after a crash from here on the item counts as answered. */
  sayOnce(): Promise<void>;
}
