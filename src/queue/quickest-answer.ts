/** Answers that are looked back on: the way to a vendor changes. */
const LOOKED_BACK_ON = 64;
/** One a little quicker still may come. */
const CERTAIN = 0.97;

/**
 * How long the quickest of the last answers took. Of a call that took longer, no more than the rest can have gone by
 * before it arrived and was counted: the way there, the vendor's work and the way back are never shorter than in the
 * quickest. Calls that start a window apart by this measure arrive a window apart, however far the vendor is.
 */
export class QuickestAnswer {
  readonly #tookMs: number[] = [];

  /** `known`: after how many answers one of them is taken for quick; the first ones open their connections. */
  constructor(private readonly known: number) {}

  /** 0 until enough is known. */
  get ms(): number {
    return this.#tookMs.length > this.known ? CERTAIN * Math.min(...this.#tookMs) : 0;
  }

  note(tookMs: number): void {
    this.#tookMs.push(tookMs);
    if (this.#tookMs.length > Math.max(LOOKED_BACK_ON, 2 * this.known)) this.#tookMs.shift();
  }
}
