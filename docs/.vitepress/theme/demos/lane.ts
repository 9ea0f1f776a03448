import { createClient, isClientError, NetworkError } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { mockTransport, type VirtualClock } from '@x/http-testing/mock';

import type { Demo, Side } from './demo.ts';
import { Metrics } from './metrics.ts';
import { seededRandom } from './random.ts';
import { Service } from './service.ts';

/** One line of a lane's log. */
export interface LogLine {
  /** Milliseconds of virtual time. */
  readonly time: number;
  readonly text: string;
}

const circuitStates = {
  'circuit.opened': 'open',
  'circuit.half_open': 'half-open',
  'circuit.closed': 'closed',
} as const;

/** One client with a service of its own. Both lanes of a demo get the same traffic and the same outage. */
export class Lane {
  readonly side: Side;
  readonly service: Service;
  readonly metrics = new Metrics();
  /** The latest first; what repeats within a second stands there once. */
  readonly log: LogLine[] = [];
  /** Of the circuit breaker, where there is one. */
  circuit: 'open' | 'half-open' | 'closed' | undefined;
  readonly #clock: VirtualClock;
  readonly #get: () => PromiseLike<unknown>;
  readonly #logged = new Map<string, number>();

  constructor(demo: Demo, side: Side, clock: VirtualClock, seed: number) {
    this.side = side;
    this.#clock = clock;
    this.service = new Service(demo.service, clock, seededRandom(seed));
    this.#get = this.#connect(seed + 1);
  }

  /** Makes one call; its outcome goes into the metrics. */
  call(): void {
    const started = this.#clock.now();
    this.metrics.started();
    const settled = (isSuccess: boolean): void =>
      this.metrics.settled(isSuccess, this.#clock.now() - started);
    this.#get().then(
      () => settled(true),
      (error: unknown) => {
        settled(false);
        this.#note(isClientError(error) ? `${error.name}: ${error.message}` : String(error));
      },
    );
  }

  #connect(seed: number): () => PromiseLike<unknown> {
    const wire = mockTransport();
    wire
      .on('GET', () => this.service.health === 'down')
      .fail(({ authority, evidence }) => {
        this.service.received++;
        return new NetworkError(
          'refused',
          `Cannot connect to host ${authority}: connection refused`,
          evidence,
        );
      });
    wire.on('GET', '/users/1').reply(async () => ({ status: await this.service.handle() }));
    const { timeout, resilience: policies } = this.side;
    const plugins = policies === undefined ? [wire] : [wire, resilience(policies)];
    const random = seededRandom(seed);
    const client = createClient({
      baseUrl: 'https://api.example.com/',
      timeout,
      clock: this.#clock,
      random,
      plugins,
    });
    if (policies?.breaker !== undefined) this.circuit = 'closed';
    for (const [event, state] of Object.entries(circuitStates)) {
      client.on(event, () => {
        this.circuit = state;
        this.#note(`circuit ${state}`);
      });
    }
    return () => client.get('users/1');
  }

  #note(text: string): void {
    const time = this.#clock.now();
    const kind = text.replaceAll(/[\d.,]+/g, '#');
    if (time - (this.#logged.get(kind) ?? -Infinity) < 1_000) return;
    this.#logged.set(kind, time);
    this.log.unshift({ time, text });
    if (this.log.length > 30) this.log.pop();
  }
}
