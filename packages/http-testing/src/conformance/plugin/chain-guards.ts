import assert from 'node:assert/strict';

import { NetworkError } from '@x/http-core';

import { cannedTransport } from '../canned-transport.ts';
import { rejection } from '../rejection.ts';
import { within } from '../transport/waiting.ts';
import type { AnyClient, PluginCase } from './plugin-bench.ts';
import { pluginGuard, type PluginGuard } from './plugin-guard.ts';
import type { PluginAbility } from './plugin-limits.ts';
import { okBody, wireOf } from './plugin-site.ts';

const excused =
  (ability: PluginAbility): PluginGuard['skipped'] =>
  ({ limits }) =>
    limits.cannot?.[ability];

/** What a call comes to, without what differs from call to call. */
async function outcome(
  client: AnyClient,
  method: string,
  target: string,
  options?: object,
): Promise<unknown> {
  try {
    const response = await client.request(method, target, { ...options });
    const text = await response.text();
    const body = text.length > 100 ? `${text.length} characters` : text;
    return [response.status, body, response.headers.get('content-type')];
  } catch (error) {
    const { name, code, status } = error as { name: string; code?: string; status?: number };
    return [name, code, status];
  }
}

/** Calls that no policy has anything to do with, and what they came to. */
async function plainly({ client }: PluginCase): Promise<readonly unknown[]> {
  return [
    await outcome(client, 'GET', '/ok?a=b'),
    await outcome(client, 'POST', '/ok', { json: { one: 1 } }),
    await outcome(client, 'HEAD', '/ok'),
    await outcome(client, 'DELETE', '/status/204'),
    await outcome(client, 'GET', '/status/404'),
    await outcome(client, 'PUT', '/status/422', { body: 'text', headers: { 'x-own': 'yes' } }),
  ];
}

/** Calls that leave something to remember. */
async function memorably({ client, server }: PluginCase): Promise<unknown> {
  const outcomes = [
    await outcome(client, 'GET', '/ok'),
    await outcome(client, 'GET', '/set'),
    await outcome(client, 'GET', '/ok'),
  ];
  for (let index = 0; index < 12; index += 1) outcomes.push(await outcome(client, 'POST', '/status/503'));
  return [outcomes, wireOf(server)];
}

/** That a plugin does its part of a chain and no other. */
export const chainGuards: readonly PluginGuard[] = [
  pluginGuard(
    'changes no byte on the wire and no answer while nothing asks it to',
    async (bench) => {
      const { addedHeaders = [] } = bench.limits;
      const seen: unknown[] = [];
      const record = async (given: PluginCase): Promise<void> => {
        seen.push([await plainly(given), wireOf(given.server, addedHeaders)]);
      };
      await bench.serve(record, { plugin: undefined });
      await bench.serve(record);
      assert.deepEqual(seen[1], seen[0]);
    },
    excused('transparency'),
  ),

  pluginGuard('gives each client a state of its own', async (bench) => {
    const plugin = bench.factory();
    const seen: unknown[] = [];
    for (const _ of [1, 2]) {
      await bench.serve(async (given) => void seen.push(await memorably(given)), { plugin });
    }
    assert.deepEqual(seen[1], seen[0]);
  }),

  pluginGuard(
    'hands on the very error of what is within it',
    async (bench) => {
      const mine = new NetworkError('reset', 'mine', { sent: 'complete' });
      const failing = cannedTransport(() => {
        throw mine;
      });
      const client = bench.client({ after: [failing] });
      // Nobody may send it again.
      const error = await within(
        rejection(client.post('https://api.example.com/', { body: 'once' })),
        'a failure',
        2_000,
      );
      assert.equal(error, mine);
      await client.close();
    },
    (bench) => excused('errors')?.(bench) ?? (bench.contribution().transport && 'it is the transport'),
  ),

  pluginGuard(
    'hands on an abort at once, with its very reason',
    (bench) =>
      bench.serve(async ({ client, server }) => {
        const reason = Object.freeze({ my: 'reason' });
        const controller = new AbortController();
        const call = rejection(client.get('/silent', { signal: controller.signal }));
        await server.waitFor(() => server.requests.length === 1);
        controller.abort(reason);
        assert.equal(await within(call, 'the end of an aborted call'), reason);
        const signal = AbortSignal.abort(reason);
        assert.equal(
          await within(rejection(client.get('/ok', { signal })), 'the end of a dead call'),
          reason,
        );
        assert.equal(server.requests.length, 1);
      }),
    excused('errors'),
  ),

  pluginGuard(
    'leaves the body of a streamed call unread, and its end to the reader',
    (bench) =>
      bench.serve(async ({ client, server }) => {
        const response = await client.stream('GET', '/ok');
        const chunks: Uint8Array[] = [];
        for await (const chunk of response.body) chunks.push(chunk);
        assert.ok(chunks.length > 1, 'the body came in one piece: somebody had read it');
        assert.equal(Buffer.concat(chunks).toString(), okBody);
        const dropped = await client.stream('GET', '/ok');
        dropped.cancel();
        await server.waitFor(() => server.openConnections <= 1, 1_000);
        assert.equal((await client.get('/ok')).status, 200);
      }),
    excused('streams'),
  ),

  pluginGuard(
    'serves a client that is made of its client, and outlives it',
    (bench) =>
      bench.serve(async ({ client }) => {
        const extended = client.extend({ headers: { 'x-extended': 'yes' } });
        assert.equal((await extended.get('/ok')).status, 200);
        const { name } = bench.factory();
        const places = (one: { describe: AnyClient['describe'] }): unknown =>
          one.describe().chain.filter(({ plugin }) => plugin === name);
        assert.deepEqual(places(extended), places(client));
        await extended.close();
        assert.equal((await client.get('/ok')).status, 200);
      }),
    excused('extend'),
  ),
];
