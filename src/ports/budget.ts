/** What is spent of a month's share, as counted by the bot itself. */
export interface Spent {
  readonly used: number;
  /** The share; absent where there is no limit. */
  readonly of?: number;
}

/** A vendor's quota of the month (its own calendar month), as far as this bot counts it. */
export interface Budget {
  /** Metered calls to the vendor's APIs. */
  calls(): Spent;
  /** Messages that the vendor counts (heard and sent). */
  messages(): Spent;
}
