import assert from 'node:assert/strict';

import { ConfigurationError, InvalidRequestError } from '@x/http-core';

import { rejection } from '../rejection.ts';
import { pluginGuard, type PluginGuard } from './plugin-guard.ts';
import { wireOf } from './plugin-site.ts';

/** Anything that could pass for an option, and is none. */
const hostile: readonly unknown[] = ['evil', -1, { evil: 'yes' }];

/** That wrong options are refused by name, and none is read from where nobody wrote it. */
export const optionGuards: readonly PluginGuard[] = [
  pluginGuard(
    'refuses wrong options at once, and names them',
    async ({ limits: { refusedOptions = [] } }) => {
      for (const { option, make } of refusedOptions) {
        assert.throws(make, (error) => {
          assert.ok(error instanceof ConfigurationError, `${option}: ${String(error)}`);
          assert.ok(error.message.includes(option), `does not name ${option}: ${error.message}`);
          return true;
        });
      }
    },
    ({ limits }) => (limits.refusedOptions === undefined ? 'its limits have no wrong options' : undefined),
  ),

  pluginGuard(
    'takes its call options, and refuses wrong ones before anything is sent',
    async (bench) => {
      const { callOptions = [], refusedCallOptions = {} } = bench.limits;
      const added = Object.keys(bench.contribution().callOptions ?? {});
      assert.deepEqual(
        Object.keys(refusedCallOptions).toSorted(),
        added.toSorted(),
        'a wrong value for each',
      );
      await bench.serve(async ({ client, server }) => {
        for (const [name, value] of Object.entries(refusedCallOptions)) {
          const error = await rejection(client.get('/ok', { [name]: value }));
          assert.ok(error instanceof InvalidRequestError, `${name}: ${String(error)}`);
          assert.ok(error.message.includes(name), `does not name ${name}: ${error.message}`);
          assert.equal(server.requests.length, 0);
        }
        for (const options of callOptions) {
          assert.equal((await client.get('/ok', { ...options })).status, 200);
        }
      });
    },
    (bench) => {
      const { callOptions, refusedCallOptions } = bench.limits;
      if (callOptions !== undefined || refusedCallOptions !== undefined) return undefined;
      const { callOptions: added = {} } = bench.contribution();
      return Object.keys(added).length === 0 ? 'it adds none' : undefined;
    },
  ),

  pluginGuard('refuses call options that nobody has', (bench) =>
    bench.serve(async ({ client, server }) => {
      const error = await rejection(client.get('/ok', { nobodyHasThis: true }));
      assert.ok(error instanceof InvalidRequestError, String(error));
      assert.equal(server.requests.length, 0);
    }),
  ),

  pluginGuard('reads no option from a polluted Object.prototype', async (bench) => {
    const { refusedOptions = [], refusedCallOptions = {} } = bench.limits;
    const call = Object.keys(bench.contribution().callOptions ?? {});
    const options = refusedOptions.flatMap(({ option }) => option.split('.'));
    const names = new Set([...call, ...options, ...Object.keys(refusedCallOptions)]);
    let sound: unknown;
    await bench.serve(async ({ client, server }) => {
      await client.get('/ok');
      sound = wireOf(server);
    });
    for (const name of names) {
      for (const value of hostile) {
        await bench.serve(async ({ server }) => {
          const shape = { value, configurable: true, enumerable: true, writable: true };
          Object.defineProperty(Object.prototype, name, shape);
          try {
            const client = bench.client({ baseUrl: server.origin });
            await client.get('/ok');
            await client.close({ grace: 0 });
          } finally {
            delete (Object.prototype as Record<string, unknown>)[name];
          }
          assert.deepEqual(wireOf(server), sound, `a polluted ${name} changed what was sent`);
        });
      }
    }
  }),
];
