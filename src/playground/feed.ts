import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { type Stage, VENDOR_NAMES } from "./stage.ts";
import { type LineView, type MeetingView, viewLine, viewMeeting } from "./view.ts";

const EVENTS_KEPT = 1_000;

/** Something that happened in the office, numbered so that a page that lost its connection can catch up. */
export type FeedEvent = { readonly id: string } & (
  | { readonly kind: "line"; readonly data: LineView }
  | { readonly kind: "meeting"; readonly data: MeetingView }
);

type Happening =
  | Omit<Extract<FeedEvent, { kind: "line" }>, "id">
  | Omit<Extract<FeedEvent, { kind: "meeting" }>, "id">;

const newRun = (): string => randomBytes(4).toString("hex");

/** What happens on the stage, in order, with the last thousand events to catch up on. */
export class Feed {
  /** Another process counts anew, so its numbers must not be taken for these. */
  #run = newRun();
  readonly #news = new EventEmitter<{ event: [] }>();
  readonly #events: FeedEvent[] = [];
  #count = 0;
  #beats = 0;

  constructor(stage: Stage) {
    this.#news.setMaxListeners(0);
    for (const vendor of VENDOR_NAMES) {
      stage[vendor].events.on("line", (line) =>
        this.#add({ kind: "line", data: viewLine(stage, vendor, line) }),
      );
    }
    stage.world.on("change", (meeting) => this.#add({ kind: "meeting", data: viewMeeting(stage, meeting) }));
  }

  /** The id of the newest event; of none yet, the id before the first. */
  get lastId(): string {
    return this.#id(this.#count);
  }

  /** What came after the event `id`, oldest first; `undefined` where that is not known any more. */
  after(id: string): readonly FeedEvent[] | undefined {
    const [run, number = ""] = id.split("-");
    if (run !== this.#run || !/^\d{1,15}$/.test(number)) return undefined;
    const missed = this.#count - Number(number);
    if (missed < 0 || missed > this.#events.length) return undefined;
    return missed === 0 ? [] : this.#events.slice(-missed);
  }

  /** Changes with each event and each `beat`: what to look at before waiting for the `next`. */
  get beats(): number {
    return this.#beats;
  }

  /** Something changed that every pulse tells anew and nobody needs to catch up on. */
  beat(): void {
    this.#beats += 1;
    this.#news.emit("event");
  }

  /** The office is another one now, e.g. at another time: whoever follows reads it anew. */
  restart(): void {
    this.#run = newRun();
    this.#events.length = 0;
    this.beat();
  }

  /** Resolves at the next event or beat, or after `withinMs` without one. */
  next(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#news.off("event", done);
        resolve();
      };
      const timer = setTimeout(done, withinMs).unref();
      this.#news.on("event", done);
    });
  }

  #add(happening: Happening): void {
    this.#count += 1;
    this.#events.push({ ...happening, id: this.#id(this.#count) });
    if (this.#events.length > EVENTS_KEPT) this.#events.shift();
    this.beat();
  }

  #id(number: number): string {
    return `${this.#run}-${number}`;
  }
}
