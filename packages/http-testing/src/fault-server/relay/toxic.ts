/** Some bytes on their way through a relay. */
export interface Piece {
  readonly data: Buffer;
  /** When they came, on the clock of `performance.now`. */
  readonly arrived: number;
}

/** One direction of one connection through a relay. */
export interface Link {
  /** Bytes that have gone out this way. */
  readonly passed: number;
  /** `true` after so many milliseconds, `false` as soon as the connection is gone. */
  wait(milliseconds: number): Promise<boolean>;
  /** FIN to both sides, once what was passed on is out. */
  close(): void;
  /** RST to both sides. */
  reset(): void;
}

/** What a relay does to the bytes that pass it; named after the toxics of toxiproxy. */
export interface Toxic {
  readonly name: string;
  /** Called when it begins to act on a connection; what it returns is called when it ends. */
  begin?(link: Link): () => void;
  /** What goes on in place of this piece. */
  apply(piece: Piece, link: Link): AsyncIterable<Buffer>;
}
