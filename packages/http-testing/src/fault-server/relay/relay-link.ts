import type { Socket } from 'node:net';

import { resetSocket } from '../reset-socket.ts';
import type { Link, Piece, Toxic } from './toxic.ts';

/** How much may wait in here before the sender is made to wait. */
const highWater = 2 ** 18;

/** Takes what one socket reads through the toxics to the other. */
export class RelayLink implements Link {
  passed = 0;
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #pieces: Piece[] = [];
  readonly #waiting = new Set<() => void>();
  #toxics: readonly Toxic[] = [];
  #endings: readonly (() => void)[] = [];
  #size = 0;
  #isEnded = false;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(source: Socket, sink: Socket) {
    this.#source = source;
    this.#sink = sink;
    source.on('data', (data: Buffer) => {
      this.#pieces.push({ data, arrived: performance.now() });
      this.#size += data.length;
      if (this.#size > highWater) source.pause();
      this.#wake?.();
    });
    source.on('end', () => {
      this.#isEnded = true;
      this.#wake?.();
    });
    for (const socket of [source, sink]) socket.once('close', () => this.#close());
    void this.#run();
  }

  /** These act from now on, in place of those before. */
  use(toxics: readonly Toxic[]): void {
    for (const end of this.#endings) end();
    this.#toxics = toxics;
    this.#endings = this.#isClosed ? [] : toxics.map((toxic) => toxic.begin?.(this) ?? (() => {}));
  }

  wait(milliseconds: number): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        resolve(!this.#isClosed);
      };
      const timer = setTimeout(settle, milliseconds);
      this.#waiting.add(settle);
    });
  }

  close(): void {
    this.#sink.destroySoon();
    this.#source.destroySoon();
  }

  reset(): void {
    resetSocket(this.#sink);
    resetSocket(this.#source);
  }

  async #run(): Promise<void> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        await this.#pass(piece);
        this.#size -= piece.data.length;
        if (this.#size <= highWater) this.#source.resume();
      } else if (this.#isEnded || this.#isClosed) {
        if (!this.#isClosed) this.#sink.end();
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  async #pass(piece: Piece): Promise<void> {
    for await (const data of through(piece, this.#toxics, this)) {
      if (!this.#sink.writable) return;
      this.passed += data.length;
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        this.#sink.write(data, () => {
          this.#waiting.delete(resolve);
          resolve();
        });
      });
    }
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.use([]);
    for (const settle of this.#waiting) settle();
    this.#wake?.();
  }
}

/** The piece through the first toxic, what comes of it through the second, and so on. */
async function* through(piece: Piece, [toxic, ...rest]: readonly Toxic[], link: Link): AsyncIterable<Buffer> {
  if (toxic === undefined) yield piece.data;
  else {
    for await (const data of toxic.apply(piece, link)) yield* through({ ...piece, data }, rest, link);
  }
}
