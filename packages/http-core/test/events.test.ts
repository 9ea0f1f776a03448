import { channel } from 'node:diagnostics_channel';

import { describe, expect, it, test } from 'vitest';

import { VirtualClock } from '../../http-testing/src/clock/virtual-clock.ts';
import { createClient } from '../src/create-client.ts';
import { ConfigurationError } from '../src/errors/index.ts';
import { Emitter, type Listener } from '../src/events.ts';
import { definePlugin, type Host } from '../src/plugin.ts';
import { fakeTransport, rejection } from './support/fake-transport.ts';

const url = 'http://a.test/';
const secret = 'hunter2-secret';
const all = [
  'request.started',
  'attempt.started',
  'attempt.finished',
  'redirect.followed',
  'request.finished',
  'request.failed',
];

type Told = Readonly<Record<string, unknown>>;

function listen(client: { on(event: string, listener: Listener): () => void }, events = all): Told[] {
  const told: Told[] = [];
  for (const event of events) client.on(event, (detail) => void told.push(detail));
  return told;
}

test('a call that succeeds, by way of a redirect', async () => {
  const clock = new VirtualClock();
  const transport = fakeTransport((_, index) =>
    index === 0 ? { status: 302, headers: { location: '/b?token=x' } } : {},
  );
  const client = createClient({ name: 'users', clock, plugins: [transport] });
  const told = listen(client);
  await client.get(url);
  expect(told).toEqual([
    { event: 'request.started', client: 'users', method: 'GET', url, elapsed: 0 },
    {
      event: 'attempt.started',
      client: 'users',
      method: 'GET',
      url,
      attempt: 1,
      delay: 0,
      reason: undefined,
    },
    {
      event: 'redirect.followed',
      client: 'users',
      method: 'GET',
      url,
      location: 'http://a.test/b?token=***',
      status: 302,
    },
    {
      event: 'attempt.finished',
      client: 'users',
      method: 'GET',
      url,
      attempt: 1,
      status: 200,
      error: undefined,
      duration: 0,
    },
    { event: 'request.finished', client: 'users', method: 'GET', url, elapsed: 0, status: 200, attempts: 1 },
  ]);
  expect(told.every((detail) => Object.isFrozen(detail))).toBe(true);
});

test('a call that fails', async () => {
  const client = createClient({ plugins: [fakeTransport(() => ({ status: 503 }))] });
  const told = listen(client);
  await rejection(client.post(url, { json: 1 }));
  expect(told.map(({ event }) => event)).toEqual([
    'request.started',
    'attempt.started',
    'attempt.finished',
    'request.failed',
  ]);
  expect(told[2]).toMatchObject({ status: 503, error: undefined });
  expect(told[3]).toMatchObject({
    method: 'POST',
    code: 'ERR_HTTP_STATUS',
    attempts: 1,
    error: { name: 'ServiceUnavailableError', code: 'ERR_HTTP_STATUS' },
  });
});

test('what has started always ends, what never started does not', async () => {
  const client = createClient({ plugins: [fakeTransport()] });
  const told = listen(client);
  await rejection(client.get(url, { signal: AbortSignal.abort('stop') }));
  expect(told.map(({ event, code }) => [event, code])).toEqual([
    ['request.started', undefined],
    ['request.failed', undefined],
  ]);
  told.length = 0;
  await rejection(client.get(url, { timeout: -1 }));
  expect(told).toEqual([]);
});

test('no secret is in a detail, at any depth', async () => {
  const hosts: Host[] = [];
  const plugin = definePlugin({
    name: 'p',
    contract: 1,
    setup: (host) => (hosts.push(host), { callOptions: {} }),
  });
  const failing = fakeTransport(() => Promise.reject(new Error(`Bearer ${secret}`)));
  const client = createClient({ plugins: [plugin, failing] });
  const told = listen(client, [...all, 'mine']);
  await rejection(
    client.get(`http://user:${secret}@a.test/?token=${secret}`, { headers: { authorization: secret } }),
  );
  const loop: Record<string, unknown> = {};
  loop['loop'] = loop;
  hosts[0]?.emit('mine', {
    url: new URL(`http://u:${secret}@a.test/?api_key=${secret}`),
    headers: { cookie: secret, 'x-a': '1' },
    text: `token=${secret}`,
    nested: {
      deep: [{ url: `http://u:${secret}@a.test/` }, new Error(`password=${secret}`)],
      headers: new Headers({ authorization: secret }),
    },
    loop,
    client: 'liar',
    ['__proto__']: { polluted: true },
    amount: 5,
  });
  expect(JSON.stringify(told)).not.toContain(secret);
  expect(told.at(-1)).toMatchObject({
    event: 'mine',
    client: 'http',
    amount: 5,
    headers: { cookie: '***', 'x-a': '1' },
  });
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

describe('a listener', () => {
  it('that throws or rejects never reaches the call, nor the next listener', async () => {
    const client = createClient({ plugins: [fakeTransport()] });
    client.on('request.started', () => {
      throw new Error('no');
    });
    client.on('request.started', () => Promise.reject(new Error('later')));
    const told = listen(client);
    expect((await client.get(url)).status).toBe(200);
    expect(told).toHaveLength(4);
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('is taken off by what on() returned, also while it is told', async () => {
    const client = createClient({ plugins: [fakeTransport()] });
    let count = 0;
    const off = client.on('request.started', () => {
      count++;
      off();
    });
    await client.get(url);
    await client.get(url);
    off();
    expect(count).toBe(1);
  });

  it.each([
    [5, () => {}],
    ['request.started', undefined],
    ['request.started', {}],
  ])('is refused at once: %o, %o', (event, listener) => {
    expect(() => createClient().on(event as never, listener as never)).toThrow(ConfigurationError);
  });
});

describe('diagnostics_channel', () => {
  it('is published to while somebody subscribes, under @x/http:', async () => {
    const seen: unknown[] = [];
    const subscriber = (message: unknown) => void seen.push(message);
    const started = channel('@x/http:request.started');
    const client = createClient({ name: 'users', plugins: [fakeTransport()] });
    await client.get(url);
    started.subscribe(subscriber);
    await client.get(url);
    started.unsubscribe(subscriber);
    await client.get(url);
    expect(seen).toMatchObject([{ event: 'request.started', client: 'users', url }]);
  });

  it('is not published to when nobody does', () => {
    const emitter = new Emitter('x');
    expect(emitter.hasListeners('odd.one')).toBe(false);
    const detail = {
      get value(): never {
        throw new Error('the detail was looked at');
      },
    };
    expect(() => emitter.emit('odd.one', detail)).not.toThrow();
    const seen: unknown[] = [];
    const subscriber = (message: unknown) => void seen.push(message);
    channel('@x/http:odd.one').subscribe(subscriber);
    expect(emitter.hasListeners('odd.one')).toBe(true);
    emitter.emit('odd.one', { value: 1 });
    channel('@x/http:odd.one').unsubscribe(subscriber);
    expect(seen).toEqual([{ event: 'odd.one', client: 'x', value: 1 }]);
  });
});
