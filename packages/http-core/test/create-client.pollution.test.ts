import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Client } from '../src/client.ts';
import { createClient } from '../src/create-client.ts';
import { beforeRequest } from '../src/interceptors/before-request.ts';
import { definePlugin } from '../src/plugin.ts';
import { type EchoWorker, echoWorker } from './support/echo-worker.ts';
import { fakeTransport } from './support/fake-transport.ts';

const names = {
  client:
    'name baseUrl headers query timeout pool tls redirect maxResponseBytes throwOnStatus decompress http2 trustEnv absoluteUrls lazyOpen captureStack plugins clock random',
  call: 'json form body schema errors signal onUploadProgress onDownloadProgress state retry idempotent breaker fallback cookies',
  timeout: 'connect idle attempt total',
  pool: 'maxConnections maxConnectionsPerHost maxKeepAliveConnections keepAliveTimeout dnsCacheTtl forceClose',
  tls: 'verify ca cert key servername rejectUnauthorized',
  redirect: 'follow max allowDowngrade replayBodyCrossOrigin keepHeaders',
  plugin:
    'requires call hop decoders transport proxyFor callOptions settings maxAttempts open close around observe recover cache bulkhead guard sign',
  inside:
    'scope status statusText delay reason freshSocket grace method duplex proxy collect collectFor contentLength fetch features',
  node: 'socketPath path host hostname port agent auth lookup createConnection localAddress family protocol defaultPort maxHeaderSize insecureHTTPParser setHost url href',
};
/** With this on Object.prototype Node's own streams fail, got's among them, whoever uses them. */
const fatalBelow = new Set(['signal']);
const all = [...new Set(Object.values(names).flatMap((list) => list.split(' ')))];

const hostile: readonly (readonly [kind: string, value: unknown])[] = [
  ['text', '/run/hostile.sock'],
  ['number', 1],
  ['true', true],
  ['object', { hostile: 'yes', url: 'http://hostile.test/' }],
  [
    'function',
    () => {
      throw new Error('a polluted option was called');
    },
  ],
];

/** Runs with every object having grown a property that nobody gave it. */
async function polluted<T>(name: string, value: unknown, run: () => Promise<T>): Promise<T> {
  expect(name in {}).toBe(false);
  Object.defineProperty(Object.prototype, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  try {
    return await run();
  } finally {
    delete (Object.prototype as Record<string, unknown>)[name];
  }
}

let server: EchoWorker;
beforeAll(async () => {
  server = await echoWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

/** What one client does with calls of every kind, as it is seen from both sides of the wire. */
async function transcript(make: () => Client): Promise<unknown> {
  const { origin } = server;
  const client = make();
  const told: unknown[] = [];
  client.on('request.finished', ({ method, status }) => void told.push([method, status]));
  const got = await client.get(`${origin}/a?b=1`);
  const moved = client.post(`${origin}/moved`, { json: { one: 1 }, headers: { 'x-b': '2' } });
  const texts = [await got.text(), await moved.text()];
  texts.push(await (await client.fetch(`${origin}/fetched`, {})).text());
  texts.push(await (await client.stream('PUT', `${origin}/streamed`, { body: 'text', timeout: {} })).text());
  texts.push(await client.extend({}).get(`${origin}/child`).text());
  const missing = await client.get('nowhere').result();
  const described = JSON.stringify(client.describe());
  await client.close({});
  return { texts, told, described, missing: missing.error?.message };
}

const echoing = () =>
  fakeTransport(({ method, url, headers }) => ({ body: JSON.stringify({ method, url, headers }) }));
const interceptor = () => beforeRequest(() => {}, {});
const empty = definePlugin({ name: 'empty', contract: 1, setup: () => ({ call: {}, callOptions: {} }) });

async function expectNoChange(name: string, make: () => Client): Promise<void> {
  const clean = await transcript(make);
  for (const [kind, value] of hostile) {
    expect(await polluted(name, value, () => transcript(make)), kind).toEqual(clean);
  }
}

// INVARIANT: an option is what the caller wrote, never what some library left on Object.prototype.
describe('polluted options change nothing', () => {
  it.each(all)('%s, through plugins and interceptors', async (name) => {
    await expectNoChange(name, () =>
      createClient({ timeout: {}, plugins: [interceptor(), empty, echoing()] }),
    );
  });

  it.each(all.filter((name) => !fatalBelow.has(name)))('%s, on the wire', async (name) => {
    await expectNoChange(name, () => createClient({ name: 'own', plugins: [] }));
  });
});

describe('what an interceptor answers with', () => {
  it.each(['status', 'statusText', 'headers', 'body', 'scope'])('%s', async (name) => {
    const make = () =>
      createClient({
        plugins: [beforeRequest((request, context) => context.respond({}), {}), fakeTransport()],
      });
    const answer = await polluted(name, 'hop', () => make().get('http://a.test/'));
    expect([answer.status, answer.statusText, await answer.text(), [...answer.headers]]).toEqual([
      200,
      '',
      '',
      [],
    ]);
  });
});
