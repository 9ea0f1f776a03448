import type { LookupAddress } from 'node:dns';

import type { Clock } from '../time/clock.ts';

/** Resolves a name to all its addresses; `dns.lookup` fits. */
export type Lookup = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type LookupCallback = (error: Error | null, addresses: readonly LookupAddress[]) => void;

interface Entry {
  readonly addresses: readonly LookupAddress[];
  readonly expires: number;
}

/** Own properties, so that a polluted Object.prototype asks for nothing else. */
const lookupOptions: { all: true } = Object.freeze({
  all: true,
  family: 0,
  hints: 0,
  order: undefined,
  verbatim: undefined,
});

/** Names kept at most; the one that was looked up first goes first. */
const maxEntries = 1_000;

/** Addresses by name, kept for `ttl` milliseconds. Concurrent look-ups of one name are one; failures are not kept. */
export class DnsCache {
  readonly #lookup: Lookup;
  readonly #ttl: number;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<string, Set<LookupCallback>>();

  constructor(lookup: Lookup, ttl: number, clock: Clock) {
    this.#lookup = lookup;
    this.#ttl = ttl;
    this.#clock = clock;
  }

  /** Calls back at once from the cache. Returns what makes the callback never come; the system's look-up runs on. */
  resolve(hostname: string, callback: LookupCallback): () => void {
    const entry = this.#entries.get(hostname);
    if (entry !== undefined && entry.expires > this.#clock.now()) {
      callback(null, entry.addresses);
      return () => {};
    }
    const running = this.#running.get(hostname);
    const waiting = running ?? new Set();
    waiting.add(callback);
    if (running === undefined) this.#start(hostname, waiting);
    return () => void waiting.delete(callback);
  }

  /** Forgets a name, because its addresses turned out to be of no use. */
  drop(hostname: string): void {
    this.#entries.delete(hostname);
  }

  #start(hostname: string, waiting: Set<LookupCallback>): void {
    if (this.#ttl > 0) this.#running.set(hostname, waiting);
    const settle: LookupCallback = (error, addresses) => {
      if (this.#running.get(hostname) === waiting) this.#running.delete(hostname);
      if (error === null) this.#keep(hostname, addresses);
      for (const callback of waiting) callback(error, addresses);
      waiting.clear();
    };
    try {
      this.#lookup(hostname, lookupOptions, (error, addresses) => {
        if (error === null && addresses.length === 0) settle(noAddress(hostname), []);
        else settle(error, addresses);
      });
    } catch (error) {
      settle(error as Error, []);
    }
  }

  #keep(hostname: string, addresses: readonly LookupAddress[]): void {
    if (this.#ttl === 0) return;
    this.#entries.delete(hostname);
    if (this.#entries.size >= maxEntries) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    this.#entries.set(hostname, { addresses, expires: this.#clock.now() + this.#ttl });
  }
}

function noAddress(hostname: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
  });
}
