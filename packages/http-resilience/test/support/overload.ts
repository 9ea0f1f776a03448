import { type AnyPlugin, createClient, type WireResponse } from '@x/http-core';

import { EventClock, seeded } from './event-clock.ts';
import { wire, wireResponse } from './wire.ts';

/** A server with one queue that goes on working for callers who have left: what makes overload last (Bronson et al., HotOS 2021). */
class QueueServer {
  arrivals: number[] = [];
  readonly #clock: EventClock;
  readonly #serviceTime: number;
  readonly #limit: number;
  #freeAt = 0;

  constructor(clock: EventClock, perSecond: number, limit: number) {
    this.#clock = clock;
    this.#serviceTime = 1000 / perSecond;
    this.#limit = limit;
  }

  /** Answers when everything before it has been served; 503 at once when the queue is full. */
  serve(answer: (response: WireResponse) => void): void {
    const now = this.#clock.now();
    const second = Math.floor(now / 1000);
    this.arrivals[second] = (this.arrivals[second] ?? 0) + 1;
    const start = Math.max(now, this.#freeAt);
    if ((start - now) / this.#serviceTime >= this.#limit) return answer(wireResponse(503));
    this.#freeAt = start + this.#serviceTime;
    this.#clock.schedule(this.#freeAt - now, () => answer(wireResponse(200)));
  }
}

/** Calls per second before and after the overload, and in it; what the server can do; how long the overload lasts. */
export const overload = {
  normal: 350,
  excess: 1_500,
  capacity: 500,
  queue: 500,
  /** Milliseconds after which a caller leaves: half of what a full queue takes. */
  patience: 500,
  begins: 2_000,
  lasts: 5_000,
  ends: 30_000,
} as const;

/** Per second: calls made, calls answered with 200, requests that reached the server. */
export interface OverloadResult {
  readonly offered: readonly number[];
  readonly answered: readonly number[];
  readonly arrivals: readonly number[];
}

/** One client through an overload that lifts after five seconds. */
export async function runOverload(plugin: AnyPlugin, seed = 1): Promise<OverloadResult> {
  const random = seeded(seed);
  const clock = new EventClock();
  const server = new QueueServer(clock, overload.capacity, overload.queue);
  const transport = wire(
    (request) =>
      new Promise((resolve, reject) => {
        request.onAbort(reject);
        server.serve(resolve);
      }),
  );
  const timeout = { attempt: overload.patience, total: 10_000 };
  const client = createClient({ clock, random, timeout, plugins: [transport, plugin] });
  const offered: number[] = [];
  const answered: number[] = [];
  const next = (): void => {
    const now = clock.now();
    if (now >= overload.ends) return;
    const second = Math.floor(now / 1000);
    offered[second] = (offered[second] ?? 0) + 1;
    client.get('http://service.test/').then(
      () => void (answered[second] = (answered[second] ?? 0) + 1),
      () => {},
    );
    const isOver = now >= overload.begins && now < overload.begins + overload.lasts;
    clock.schedule((-Math.log(1 - random()) / (isOver ? overload.excess : overload.normal)) * 1000, next);
  };
  next();
  await clock.run(overload.ends + 15_000);
  return { offered, answered, arrivals: server.arrivals };
}
