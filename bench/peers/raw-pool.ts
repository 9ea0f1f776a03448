import { RawConnection } from './raw-connection.ts';

/** Connections with one request in flight each; who finds none free waits in line. */
export class RawPool {
  readonly #url: URL;
  readonly #free: RawConnection[] = [];
  readonly #waiting: ((connection: RawConnection) => void)[] = [];
  readonly #most: number;
  #open = 0;

  constructor(url: URL, most: number) {
    this.#url = url;
    this.#most = most;
  }

  /** The body of the answer; without `keep` its bytes are counted only, and the answer is as long as they were. */
  async send(request: Buffer, keep = true): Promise<{ byteLength: number; toString(): string }> {
    const connection = await this.#take();
    try {
      return await connection.exchange(request, keep);
    } finally {
      this.#release(connection);
    }
  }

  async close(): Promise<void> {
    for (const connection of this.#free) connection.destroy();
  }

  #take(): RawConnection | Promise<RawConnection> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#open < this.#most) {
      this.#open++;
      return new RawConnection(this.#url);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(connection: RawConnection): void {
    const usable = connection.isOpen ? connection : new RawConnection(this.#url);
    const next = this.#waiting.shift();
    if (next !== undefined) next(usable);
    else if (connection.isOpen) this.#free.push(connection);
    else {
      usable.destroy();
      this.#open--;
    }
  }
}
