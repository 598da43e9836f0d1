import type { Piece } from "../piece.ts";

/** Which piece each token belongs to. */
export class Owners {
  readonly #byToken: (Piece | undefined)[] = [];
  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces)
      for (let index = piece.from; index < piece.to; index++) this.#byToken[index] = piece;
  }
  of(index: number): Piece | undefined {
    return this.#byToken[index];
  }
}

export function merge(kept: readonly Piece[], made: readonly Piece[]): Piece[] {
  return made.length === 0 ? [...kept] : [...kept, ...made].sort((a, b) => a.from - b.from);
}
