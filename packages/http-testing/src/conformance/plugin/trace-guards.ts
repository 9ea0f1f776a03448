import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';

import type { AnyPlugin, Host } from '@x/http-core';

import { rejection } from '../rejection.ts';
import type { AnyClient } from './plugin-bench.ts';
import { pluginGuard, type PluginGuard } from './plugin-guard.ts';
import { secret } from './plugin-site.ts';

/** The plugin, heard: whatever it emits, somebody listens to, as soon as it is emitted. */
function heard(plugin: AnyPlugin, onEvent: (event: string) => void): AnyPlugin {
  const setup = (host: Host): object => {
    const own: Host = {
      ...host,
      random: () => host.random(),
      hasListeners: () => true,
      emit: (event, detail) => {
        onEvent(event);
        host.emit(event, detail);
      },
    };
    return plugin.setup(Object.setPrototypeOf(own, host) as Host);
  };
  return { name: plugin.name, contract: 1, ...(plugin.requires && { requires: plugin.requires }), setup };
}

/** That a plugin leaves no trace: nothing open, nobody listening, no secret told. */
export const traceGuards: readonly PluginGuard[] = [
  pluginGuard('leaves nothing behind, on one signal over many calls', (bench) =>
    bench.serve(async ({ client }) => {
      const { signal } = new AbortController();
      for (let index = 0; index < 15; index += 1) {
        await client.get('/ok', { signal });
        await rejection(client.get('/status/404', { signal }));
        (await client.stream('GET', '/ok', { signal })).cancel();
        await rejection(client.get('/ok', { signal: AbortSignal.abort('no') }));
      }
      assert.equal(getEventListeners(signal, 'abort').length, 0, 'listeners are left on the signal');
    }),
  ),

  pluginGuard('tells no secret in events, errors and descriptions', async (bench) => {
    const told: string[] = [];
    const names = new Set<string>();
    let client: AnyClient | undefined;
    const plugin = heard(bench.factory(), (event) => {
      if (names.has(event)) return;
      names.add(event);
      client?.on(event, (detail) => void told.push(inspect(detail, { depth: Infinity })));
    });
    await bench.serve(
      async (given) => {
        client = given.client;
        const headers = { authorization: `Bearer ${secret}`, cookie: `id=${secret}` };
        const options = { headers, query: { api_key: secret } };
        await client.get('/set', options);
        await client.get('/ok', options);
        for (const target of ['/status/404', '/status/503', '/reset']) {
          const error = await rejection(client.post(target, { ...options, body: secret }));
          told.push(
            String(error),
            inspect(error, { depth: Infinity, showHidden: true }),
            JSON.stringify(error),
          );
        }
        told.push(JSON.stringify(client.describe()));
      },
      { plugin },
    );
    const secrets = [secret, ...(bench.limits.secret === undefined ? [] : [bench.limits.secret])];
    for (const text of told) {
      for (const one of secrets) assert.ok(!text.includes(one), `tells a secret: ${text}`);
    }
  }),
];
