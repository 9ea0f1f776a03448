import type { Timings, WireResponse } from '@x/http-core';

import type { UndiciHead } from './undici-head.ts';

/** What one exchange came to. A class, because V8 comes to make literals of such a site in the old generation. */
export class UndiciResponse implements WireResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly isReusedSocket: boolean;
  readonly body: WireResponse['body'];
  readonly timings: Timings;
  readonly destroy: () => void;
  readonly #head: UndiciHead;

  constructor(
    line: Pick<WireResponse, 'status' | 'statusText' | 'httpVersion' | 'isReusedSocket'>,
    head: UndiciHead,
    timings: Timings,
    body: WireResponse['body'],
    destroy: () => void,
  ) {
    this.status = line.status;
    this.statusText = line.statusText;
    this.httpVersion = line.httpVersion;
    this.isReusedSocket = line.isReusedSocket;
    this.#head = head;
    this.timings = timings;
    this.body = body;
    this.destroy = destroy;
  }

  get rawHeaders(): readonly string[] {
    return this.#head.rawHeaders;
  }

  header(name: string): string | readonly string[] | undefined {
    return this.#head.header(name);
  }
}
