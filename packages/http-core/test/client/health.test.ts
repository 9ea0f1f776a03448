import { expect, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport } from '../support/fake-transport.ts';

const baseUrl = 'http://a.test/v1/';

test.each([
  [200, true],
  [204, true],
  [304, true],
  [404, false],
  [503, false],
  [999, false],
])('status %i is healthy: %s, whether or not statuses raise', async (status, ok) => {
  for (const throwOnStatus of [true, false]) {
    const client = createClient({ baseUrl, throwOnStatus, plugins: [fakeTransport(() => ({ status }))] });
    const report = await client.health();
    expect(report).toMatchObject({ ok, status, duration: expect.any(Number) });
    expect(report.error === undefined).toBe(ok || !throwOnStatus || status === 999);
  }
});

test('health asks the base URL by GET, warmUp each URL by HEAD', async () => {
  const transport = fakeTransport();
  const client = createClient({ baseUrl, plugins: [transport] });
  await client.health();
  await client.health('ready');
  const reports = await client.warmUp(['a', new URL('http://a.test/v1/b')]);
  expect(transport.requests.map(({ method, url }) => `${method} ${url.href}`)).toEqual([
    'GET http://a.test/v1/',
    'GET http://a.test/v1/ready',
    'HEAD http://a.test/v1/a',
    'HEAD http://a.test/v1/b',
  ]);
  expect(reports).toMatchObject([
    { ok: true, url: 'a' },
    { ok: true, url: 'http://a.test/v1/b' },
  ]);
});

test('a plugin that retries is told not to', async () => {
  const seen: unknown[] = [];
  const retrying = definePlugin<'retrying', { retry?: boolean }>({
    name: 'retrying',
    contract: 1,
    setup: () => ({
      callOptions: { retry: () => undefined },
      call: {
        around: (inner) => (call) => {
          seen.push(call.options.retry);
          return inner(call);
        },
      },
    }),
  });
  await createClient({ baseUrl, plugins: [retrying, fakeTransport()] }).health();
  expect(seen).toEqual([false]);
});

test.each([[5], [null], [{}], [Symbol('x')], ['//b.test/'], [Object.create(null)]])(
  'neither rejects for %o',
  async (url) => {
    const transport = fakeTransport();
    const client = createClient({ baseUrl, plugins: [transport] });
    const report = await client.health(url as string);
    expect(report).toMatchObject({
      ok: false,
      status: undefined,
      error: { code: 'ERR_HTTP_INVALID_REQUEST' },
    });
    expect(await client.warmUp([url as string])).toMatchObject([{ ok: false }]);
    expect(await client.warmUp(url as never)).toMatchObject([{ ok: false }]);
    expect(transport.requests).toHaveLength(0);
  },
);

test('neither rejects after close, nor for an error that is not of the tree', async () => {
  const client = createClient({
    baseUrl,
    plugins: [fakeTransport(() => Promise.reject(new TypeError('odd')))],
  });
  expect(await client.health()).toMatchObject({ ok: false, error: { code: 'ERR_HTTP_INTERCEPTOR' } });
  await client.close();
  expect(await client.health()).toMatchObject({ ok: false, error: { code: 'ERR_HTTP_CLOSED' } });
  expect(await client.warmUp([''])).toMatchObject([{ ok: false }]);
});

test('no secret is in a report', async () => {
  const client = createClient({ plugins: [fakeTransport(() => ({ status: 500 }))] });
  expect(JSON.stringify(await client.health('http://u:hunter2@a.test/?token=hunter2'))).not.toContain(
    'hunter2',
  );
});
