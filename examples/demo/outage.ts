import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { type Client, createClient } from '@x/http-core';
import { circuitBreaker, resilience, type ResilienceCallOptions } from '@x/http-resilience';

import { claim } from './claim.ts';
import { seconds, type Timeline, timeline } from './timeline.ts';
import { paint, type Print } from './transcript.ts';

/** Milliseconds: when the service goes down, when it is back, when the scene ends, and between two calls. */
const scene = { down: 800, up: 2_200, end: 3_600, every: 20 } as const;
const failureThreshold = 12;
const openFor = 500;

/** A service goes down under steady traffic and comes back: retries, the budget's refusal, the breaker, its probe, recovery. */
export async function outage(print: (line: string) => void): Promise<void> {
  const begun = performance.now();
  const now = (): number => performance.now() - begun;
  const chart = timeline(50);
  const isUp = (): boolean => now() < scene.down || now() >= scene.up;
  await using service = await startService(isUp, () => chart.add('requests', now()));
  const breaker = circuitBreaker({ failureThreshold, openFor });
  await using client = createClient({
    baseUrl: service.url,
    plugins: [
      resilience({
        retry: { baseDelay: 30, maxDelay: 120 },
        budget: { ttl: 2_000, minRetriesPerSecond: 2 },
        breaker,
      }),
    ],
  });
  const story = listen(client, chart, now, print);
  const calls = await traffic(client, chart, now);
  draw(print, chart, isUp);

  const { made, answered } = calls;
  print(`  ${made} calls, ${answered} answered, ${service.requests()} requests at the service`);
  claim(
    print,
    story.has('retry.scheduled'),
    'failures were retried at first, after a random part of the back-off',
  );
  claim(
    print,
    story.has('retry.budget_refused'),
    'the budget stopped the retries before they became a storm',
  );
  claim(
    print,
    story.has('circuit.opened'),
    'the breaker opened, and calls failed at once instead of waiting',
  );
  claim(print, story.has('circuit.half_open'), 'one probe at a time asked whether the service is back');
  claim(
    print,
    breaker.state(service.url) === 'closed',
    'it was, the circuit closed, and every call was answered again',
  );
}

type ResilientClient = Client<ResilienceCallOptions>;

/** Tells the first event of each kind, and every change of the circuit; gives the kinds that came. */
function listen(
  client: ResilientClient,
  chart: Timeline,
  now: () => number,
  print: Print,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const tell = (
    event: string,
    row: string | undefined,
    text: (detail: Readonly<Record<string, unknown>>) => string,
  ): void => {
    client.on(event, (detail) => {
      if (row !== undefined) chart.add(row, now());
      if (seen.has(event) && row !== undefined) return;
      seen.add(event);
      print(`  ${(now() / 1_000).toFixed(2)} s  ${paint('bold', event.padEnd(21))} ${text(detail)}`);
    });
  };
  tell('retry.scheduled', 'retries', ({ attempt, delay: wait, reason }) => {
    return `attempt ${String(attempt)} in ${Number(wait).toFixed(0)} ms, after ${String(reason)}`;
  });
  tell('retry.budget_refused', 'refused by the budget', ({ why }) => String(why));
  tell('circuit.rejected', 'refused by the breaker', ({ retryAfter }) => {
    return retryAfter === undefined ? 'a probe is under way' : `for ${Number(retryAfter).toFixed(0)} ms more`;
  });
  tell('circuit.opened', undefined, () => {
    const why = seen.has('circuit.half_open') ? 'the probe failed' : `${failureThreshold} failures in a row`;
    return `${why}; the next probe in ${openFor} ms`;
  });
  tell('circuit.half_open', undefined, () => 'the probe goes out');
  tell('circuit.closed', undefined, () => 'it was answered');
  return seen;
}

/** A call every few milliseconds until the end of the scene. */
async function traffic(
  client: ResilientClient,
  chart: Timeline,
  now: () => number,
): Promise<{ made: number; answered: number }> {
  const calls: Promise<boolean>[] = [];
  while (now() < scene.end) {
    calls.push(
      client
        .get('prices')
        .result()
        .then(({ ok }) => {
          chart.add(ok ? 'answered' : 'failed', now());
          return ok;
        }),
    );
    await delay(scene.every);
  }
  const results = await Promise.all(calls);
  return { made: results.length, answered: results.filter(Boolean).length };
}

function draw(print: Print, chart: Timeline, isUp: () => boolean): void {
  const rows = [
    ['answered', 'green'],
    ['failed', 'red'],
    ['retries', 'yellow'],
    ['refused by the budget', 'magenta'],
    ['refused by the breaker', 'cyan'],
    ['requests', 'blue'],
  ] as const;
  const columns = Math.ceil(scene.end / chart.column);
  const health = Array.from({ length: columns }, (_, column) => {
    const at = column * chart.column;
    return at < scene.down || at >= scene.up ? '━' : ' ';
  });
  const label = (text: string): string => `  ${text.padEnd(24)}`;
  print('');
  print(`${label('the service is up')}${paint('green', health.join(''))}${isUp() ? '' : ' (still down)'}`);
  for (const [row, style] of rows) print(`${label(row)}${paint(style, chart.bars(row, scene.end))}`);
  print(`${label('')}${paint('dim', seconds(chart.column, scene.end))}`);
}

interface Service extends AsyncDisposable {
  readonly url: string;
  readonly requests: () => number;
}

async function startService(isUp: () => boolean, onRequest: () => void): Promise<Service> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    onRequest();
    response.writeHead(isUp() ? 200 : 503, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
