import { type AnyPlugin, createClient } from '@x/http-core';

import { resilience, retryBudget } from '../../src/index.ts';
import { EventClock, seeded } from './event-clock.ts';
import { otherRetries, otherRetry } from './other-retries.ts';
import { wire, wireResponse } from './wire.ts';

/** Who meets what: `clients` processes call one service, which goes down and comes back with little room to spare. */
export interface StormOptions {
  readonly seed: number;
  readonly clients: number;
  /** Calls per second and client, at random moments. */
  readonly rate: number;
  /** Milliseconds of calm, of outage, and of recovery. */
  readonly calm: number;
  readonly outage: number;
  readonly recovery: number;
  /** What the service can answer after the outage, as a multiple of what is asked of it. */
  readonly headroom: number;
}

export const defaultStorm: StormOptions = {
  seed: 1,
  clients: 500,
  rate: 2,
  calm: 5_000,
  outage: 20_000,
  recovery: 20_000,
  headroom: 1.2,
};

/** What one policy did in the storm. */
export interface StormResult {
  readonly policy: string;
  readonly calls: number;
  readonly requests: number;
  /** Requests per call, over everything. */
  readonly amplification: number;
  /** Requests per call made, during the outage. */
  readonly inOutage: number;
  /** The worst second, as a multiple of the calls of a calm one. */
  readonly peak: number;
  /** Seconds after the outage until 95 of 100 calls succeed again. */
  readonly recoveredAfter: number;
}

/** The plugins of one client under each policy. A policy is made once per storm, so that clients can share a budget. */
export const stormPolicies: readonly (readonly [name: string, make: () => () => AnyPlugin[]])[] = [
  ['no retry', () => () => []],
  ...otherRetries.map((policy) => [policy.name, () => () => [otherRetry(policy)]] as const),
  ['resilience(), a budget each', () => () => [resilience()]],
  [
    'one budget for all',
    () => {
      const budget = retryBudget();
      return () => [resilience({ budget })];
    },
  ],
  ['a breaker', () => () => [resilience({ breaker: { openFor: 5_000 } })]],
  [
    'a breaker, one budget',
    () => {
      const budget = retryBudget();
      return () => [resilience({ breaker: { openFor: 5_000 }, budget })];
    },
  ],
];

const latency = 20;
const tick = 100;

/** Runs one policy through the storm, in virtual time. */
export async function storm(
  policy: string,
  plugins: () => AnyPlugin[],
  options: StormOptions = defaultStorm,
): Promise<StormResult> {
  const { clients, rate, calm, outage, recovery, headroom } = options;
  const random = seeded(options.seed);
  const clock = new EventClock();
  const end = calm + outage + recovery;
  const seconds = Math.ceil(end / 1000);
  const calls = zeros(seconds);
  const answered = zeros(seconds);
  const requests = zeros(seconds + 60);
  const room = { tick: -1, left: 0 };
  const capacity = (clients * rate * headroom * tick) / 1000;

  const isUp = (): boolean => {
    const now = clock.now();
    if (now < calm) return true;
    if (now < calm + outage) return false;
    const current = Math.floor(now / tick);
    if (room.tick !== current) Object.assign(room, { tick: current, left: capacity });
    return room.left-- >= 1;
  };
  const service = wire((request) => {
    const second = Math.floor(clock.now() / 1000);
    requests[second] = (requests[second] ?? 0) + 1;
    const status = isUp() ? 200 : 503;
    return new Promise((resolve, reject) => {
      request.onAbort(reject);
      clock.schedule(latency, () => resolve(wireResponse(status)));
    });
  });

  for (let index = 0; index < clients; index++) {
    const client = createClient({ clock, random, plugins: [service, ...plugins()] });
    const next = (): void => {
      const second = Math.floor(clock.now() / 1000);
      if (clock.now() >= end) return;
      calls[second] = (calls[second] ?? 0) + 1;
      client.get('http://service.test/').then(
        () => void (answered[second] = (answered[second] ?? 0) + 1),
        () => {},
      );
      clock.schedule((-Math.log(1 - random()) / rate) * 1000, next);
    };
    clock.schedule((-Math.log(1 - random()) / rate) * 1000, next);
  }
  await clock.run(end + 40_000);

  const during = (counts: readonly number[]): number =>
    sum(counts.slice(Math.floor(calm / 1000), Math.floor((calm + outage) / 1000)));
  const back = Math.floor((calm + outage) / 1000);
  const recovered = calls.findIndex(
    (made, second) => second >= back && (answered[second] ?? 0) >= 0.95 * made,
  );
  return {
    policy,
    calls: sum(calls),
    requests: sum(requests),
    amplification: sum(requests) / sum(calls),
    inOutage: during(requests) / during(calls),
    peak: Math.max(...requests) / (clients * rate),
    recoveredAfter: recovered === -1 ? Infinity : recovered - back,
  };
}

/** Every policy in the same storm. */
export async function stormTable(options: StormOptions = defaultStorm): Promise<readonly StormResult[]> {
  const results: StormResult[] = [];
  for (const [name, make] of stormPolicies) results.push(await storm(name, make(), options));
  return results;
}

/** The table as text, for a terminal and for Markdown alike. */
export function formatStorm(results: readonly StormResult[]): string {
  const head = '| policy | requests per call | in the outage | worst second | recovered after |';
  const lines = results.map(
    ({ policy, amplification, inOutage, peak, recoveredAfter }) =>
      `| ${policy} | ${amplification.toFixed(2)} | ${inOutage.toFixed(2)} | ${peak.toFixed(2)} x | ${recoveredAfter} s |`,
  );
  return [head, '| --- | ---: | ---: | ---: | ---: |', ...lines].join('\n');
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
