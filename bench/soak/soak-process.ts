// So many calls with every plugin on one AbortSignal, in a process of its own that is started with --expose-gc.
import { getEventListeners } from 'node:events';

import { cookies } from '@x/http-cookies';
import { createClient, type Plugin } from '@x/http-core';
import { proxy } from '@x/http-proxy';
import { resilience } from '@x/http-resilience';
import { typebox } from '@x/http-typebox';
import { zod } from '@x/http-zod';
import * as z from 'zod';

import { paths } from '../origin/documents.ts';
import type { SoakReport } from './soak-report.ts';

const [transport = '', origin = '', calls = ''] = process.argv.slice(2);
const transportPlugin: Plugin =
  transport === 'undici'
    ? (await import('@x/http-undici')).undici()
    : (await import('@x/http-core/got')).got();
const policies = { breaker: {}, bulkhead: { maxConcurrent: 100 }, fallback: { use: () => ({ id: 0 }) } };
const User = z.object({ id: z.int(), name: z.string(), email: z.string(), roles: z.array(z.string()) });
const api = createClient({
  name: 'soak',
  baseUrl: origin,
  timeout: 120_000,
  plugins: [transportPlugin, resilience(policies), cookies(), proxy(), zod(), typebox()],
});
const { signal } = new AbortController();

async function run(count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await api.get(paths.small, { schema: User, signal });
  };
  await Promise.all(Array.from({ length: 50 }, worker));
}

/** Bytes in use after everything that can be collected has been: when five collections in a row found nothing more. */
async function heap(): Promise<number> {
  let least = Infinity;
  for (let fruitless = 0; fruitless < 5; fruitless++) {
    globalThis.gc?.();
    // Finalisers run between collections.
    await new Promise(setImmediate);
    const { heapUsed } = process.memoryUsage();
    if (heapUsed < least - 1_024) fruitless = 0;
    least = Math.min(least, heapUsed);
  }
  return least;
}

const isTimer = (resource: string): boolean => resource === 'Timeout';
const isSocket = (resource: string): boolean => /^(TCP|TLS).*Wrap$/.test(resource);

/** Active resources of a kind, once they are gone or `patience` milliseconds are over. */
async function remaining(kind: (resource: string) => boolean, patience: number): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const count = process.getActiveResourcesInfo().filter(kind).length;
    if (count === 0 || performance.now() - startedAt > patience) return count;
    await new Promise(setImmediate);
  }
}

if (globalThis.gc === undefined) throw new Error('Start it with --expose-gc');
const total = Number(calls);
// Code is compiled, caches fill and connections open before the first look.
await run(Math.max(2_000, total / 5));
const before = await heap();
await run(total);
const heapGrowth = (await heap()) - before;
const listeners = getEventListeners(signal, 'abort').length;
await api.close();
const report: SoakReport = {
  calls: total,
  heapGrowth,
  listeners,
  timers: await remaining(isTimer, 5_000),
  sockets: await remaining(isSocket, 5_000),
};
process.send?.(report);
