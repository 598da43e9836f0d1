/** Every wait of this platform, in ms; tests shorten them. */
export interface Timings {
  /** A request, from its start to the last byte of its answer. */
  readonly requestMs: number;
  /** A WebSocket, from its start to its being open. */
  readonly handshakeMs: number;
  /** Between pings of the stream's server; one silent interval ends the connection. */
  readonly pingEveryMs: number;
  /** The first back-off after a failed or lost connection; each further one is twice as long. */
  readonly backOffMs: number;
  readonly longestBackOffMs: number;
  /** Between tries while the credentials are refused. */
  readonly refusedMs: number;
  /** From the server's `disconnect` frame to the end of the old connection. */
  readonly handOverMs: number;
  /** A connection that lived this long was a good one: the next failure counts as the first. */
  readonly stableMs: number;
}

export const TIMINGS: Timings = {
  requestMs: 10_000,
  handshakeMs: 10_000,
  pingEveryMs: 20_000,
  backOffMs: 1_000,
  longestBackOffMs: 60_000,
  refusedMs: 60_000,
  handOverMs: 2_000,
  stableMs: 10_000,
};
