import { expect, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { beforeRequest } from '../../src/interceptors/before-request.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport } from '../support/fake-transport.ts';

const secret = 'hunter2-secret';
const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;

test('a client without anything shows its defaults', () => {
  expect(createClient().describe()).toMatchInlineSnapshot(`
    {
      "chain": [
        {
          "plugin": "core",
          "scope": "call",
          "slot": "deadline",
        },
        {
          "plugin": "core",
          "scope": "call",
          "slot": "decode",
        },
        {
          "plugin": "core",
          "scope": "call",
          "slot": "status",
        },
        {
          "plugin": "core",
          "scope": "call",
          "slot": "retry",
        },
        {
          "plugin": "core",
          "scope": "attempt",
          "slot": "timeout",
        },
        {
          "plugin": "core",
          "scope": "attempt",
          "slot": "redirect",
        },
      ],
      "decoders": [],
      "name": "http",
      "options": {
        "absoluteUrls": "base",
        "baseUrl": undefined,
        "captureStack": false,
        "decompress": true,
        "http2": false,
        "lazyOpen": true,
        "maxResponseBytes": 67108864,
        "pool": {
          "dnsCacheTtl": 30000,
          "forceClose": false,
          "keepAliveTimeout": 4000,
          "maxConnections": 100,
          "maxConnectionsPerHost": 100,
          "maxKeepAliveConnections": 100,
        },
        "redirect": {
          "allowDowngrade": false,
          "follow": true,
          "keepHeaders": [],
          "max": 10,
          "replayBodyCrossOrigin": false,
        },
        "throwOnStatus": true,
        "timeout": {
          "attempt": undefined,
          "connect": 5000,
          "headers": 30000,
          "idle": 30000,
          "pool": undefined,
          "total": 30000,
        },
        "tls": {
          "ca": false,
          "cert": false,
          "key": false,
          "servername": undefined,
          "verify": true,
        },
        "trustEnv": true,
      },
      "transport": "got",
      "worstCase": {
        "requests": 22,
        "time": 30000,
      },
    }
  `);
});

test('plugins show where they are, their settings and their decoders', () => {
  const retrying = definePlugin({
    name: 'resilience',
    contract: 1,
    setup: () => ({
      call: { retry: (inner) => (call) => inner(call.beginAttempt()) },
      settings: { maxAttempts: 4, statuses: [503], nested: { deep: [1, { deeper: true }] } },
      maxAttempts: 4,
    }),
  });
  const decoding = definePlugin({
    name: 'decoding',
    contract: 1,
    setup: () => ({ decoders: [{ name: 'first', claims: () => false, compile: () => () => 1 }] }),
  });
  const client = createClient({
    name: 'users',
    redirect: { max: 2 },
    timeout: 9_000,
    plugins: [retrying, decoding, beforeRequest(() => {}), fakeTransport()],
  });
  const { name, transport, chain, decoders, worstCase } = client.describe();
  expect({ name, transport, decoders, worstCase }).toEqual({
    name: 'users',
    transport: 'fake',
    decoders: ['first'],
    worstCase: { time: 9_000, requests: 12 },
  });
  expect(chain.find(({ slot }) => slot === 'retry')).toEqual({
    scope: 'call',
    slot: 'retry',
    plugin: 'resilience',
    settings: { maxAttempts: 4, statuses: [503], nested: { deep: [1, { deeper: true }] } },
  });
  expect(chain.find(({ slot }) => slot === 'around')).toEqual({
    scope: 'call',
    slot: 'around',
    plugin: '[beforeRequest]',
  });
});

test.each([
  [{}, { time: 30_000, requests: 22 }],
  [{ redirect: { follow: false } }, { time: 30_000, requests: 2 }],
  [{ timeout: { total: null } }, { time: Infinity, requests: 22 }],
  [
    { redirect: { max: 0 }, timeout: 5 },
    { time: 5, requests: 2 },
  ],
])('the worst case of %o, the silent retry included', (options, expected) => {
  expect(createClient(options).describe().worstCase).toEqual(expected);
});

test('no secret is in it', () => {
  const leaky = definePlugin({
    name: 'leaky',
    contract: 1,
    setup: () => ({
      call: { around: (inner) => (call) => inner(call) },
      settings: {
        url: `http://user:${secret}@a.test/?token=${secret}`,
        nested: { note: `Bearer ${secret}` },
      },
    }),
  });
  const client = createClient({
    baseUrl: `http://user:${secret}@a.test/v1?api_key=${secret}`,
    headers: { authorization: `Bearer ${secret}`, 'x-api-key': secret },
    query: { token: secret },
    tls: { ca: pem, cert: pem, key: pem },
    plugins: [leaky],
  });
  expect(JSON.stringify([client.describe(), client.extend({}).describe()])).not.toContain(secret);
});

test('changing it changes nothing', () => {
  const settings = { list: [1] };
  const plugin = definePlugin({
    name: 'p',
    contract: 1,
    setup: () => ({ call: { around: (inner) => (call) => inner(call) }, settings }),
  });
  const client = createClient({ redirect: { keepHeaders: ['traceparent'] }, plugins: [plugin] });
  const before = JSON.stringify(client.describe());
  const described = client.describe();
  const { timeout, redirect, pool } = described.options as Record<string, Record<string, unknown>>;
  for (const part of [timeout, redirect, pool]) {
    for (const key of Object.keys(part ?? {})) (part ?? {})[key] = 1;
  }
  expect(settings.list).toEqual([1]);
  (described.chain[2]?.settings as typeof settings | undefined)?.list.push(2);
  expect(JSON.stringify(client.describe())).toBe(before);
  expect(settings.list).toEqual([1]);
});
