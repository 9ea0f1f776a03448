import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { order } from '@x/http-core';

import { expectNothingLeft } from '../../fault-server/leak-check.ts';
import { pluginGuard, type PluginGuard } from './plugin-guard.ts';

const known = [
  'call',
  'attempt',
  'hop',
  'decoders',
  'transport',
  'proxyFor',
  'callOptions',
  'settings',
  'maxAttempts',
  'open',
  'close',
];

// In a world of its own, where nothing has been imported yet.
const importer = `
  const { parentPort, workerData } = require('node:worker_threads');
  const look = () => [
    Reflect.ownKeys(globalThis).map(String),
    Reflect.ownKeys(Object.prototype).map(String),
    process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    process.getActiveResourcesInfo().filter((name) => name !== 'MessagePort'),
  ];
  // What comes with the core and with a library is not the plugin's.
  const before = Promise.all(workerData.others.map((one) => import(one))).then(look);
  before.then(() => import(workerData.module))
    .then(() => new Promise((resolve) => setImmediate(resolve)))
    .then(async () => parentPort.postMessage([await before, look()]));
`;

function resources(): string {
  const own = new Set(['Immediate', 'MessagePort', 'FSReqCallback', 'WriteWrap']);
  return process
    .getActiveResourcesInfo()
    .filter((name) => !own.has(name))
    .toSorted()
    .join(' ');
}

/** That a plugin is what a client takes for one, and does nothing until it is asked. */
export const shapeGuards: readonly PluginGuard[] = [
  pluginGuard('has one name, and speaks contract 1', async ({ factory }) => {
    const [one, other] = [factory(), factory()];
    assert.match(one.name, /^[\w@/.-]+$/);
    assert.equal(one.name, other.name);
    assert.equal(one.contract, 1);
  }),

  pluginGuard(
    'does nothing when its module is imported',
    async ({ limits: { module, brings = [], execArgv } }) => {
      const workerData = { module: module?.href, others: [import.meta.resolve('@x/http-core'), ...brings] };
      const worker = new Worker(importer, {
        eval: true,
        workerData,
        ...(execArgv && { execArgv: [...execArgv] }),
      });
      try {
        const [[before, after]] = (await once(worker, 'message')) as [[unknown, unknown]];
        assert.deepEqual(after, before);
      } finally {
        await worker.terminate();
      }
    },
    ({ limits }) => (limits.module === undefined ? 'its limits name no module' : undefined),
  ),

  pluginGuard('is set up at once, without opening anything', async (bench) => {
    await expectNothingLeft(async () => {
      const before = resources();
      const contribution: unknown = bench.contribution();
      assert.equal(resources(), before, 'something was opened in setup');
      assert.ok(typeof contribution === 'object' && contribution !== null, 'setup gives an object');
      assert.ok(!('then' in contribution), 'setup gives a promise');
    });
  }),

  pluginGuard('contributes what the contract knows, and nothing else', async (bench) => {
    const contribution = bench.contribution();
    const unknown = Object.keys(contribution).filter((key) => !known.includes(key));
    assert.deepEqual(unknown, []);
    for (const scope of ['call', 'attempt', 'hop'] as const) {
      const slots = Object.keys(contribution[scope] ?? {});
      assert.deepEqual(
        slots.filter((slot) => !(order[scope] as readonly string[]).includes(slot)),
        [],
        `slots of ${scope}`,
      );
    }
    bench.client();
  }),

  // A plugin that leaves them out has every misspelt call option of its client pass.
  pluginGuard('says which call options it adds', async (bench) => {
    const { callOptions } = bench.contribution();
    assert.ok(typeof callOptions === 'object', 'callOptions is missing; {} for none');
    for (const [name, check] of Object.entries(callOptions)) assert.equal(typeof check, 'function', name);
  }),

  pluginGuard('runs in the same slots wherever it stands among the plugins', async (bench) => {
    const bystander = (name: string) => ({
      name,
      contract: 1 as const,
      setup: () => ({ call: { around: (inner: unknown) => inner }, callOptions: {} }),
    });
    const others = ['one', 'two'].map(bystander);
    const slots = (client: ReturnType<typeof bench.client>): unknown => {
      const { name } = bench.factory();
      return client.describe().chain.filter(({ plugin }) => plugin === name);
    };
    const places = [
      slots(bench.client({ after: others })),
      slots(bench.client({ before: others })),
      slots(bench.client({ before: others.slice(0, 1), after: others.slice(1) })),
    ];
    for (const place of places) assert.deepEqual(place, places[0]);
  }),

  pluginGuard('may be opened and closed more than once', async (bench) => {
    const { open, close } = bench.contribution();
    const contribution = { open, close };
    for (const _ of [1, 2]) await contribution.open?.();
    for (const _ of [1, 2]) await contribution.close?.();
    const client = bench.client();
    await client.open();
    await client.open();
    await client.close();
    await client.close();
  }),
];
