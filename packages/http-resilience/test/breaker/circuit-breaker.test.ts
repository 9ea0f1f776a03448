import { ConfigurationError, createClient, type HttpRequest } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { type BreakerOptions, readBreaker } from '../../src/breaker/breaker-options.ts';
import { Circuits } from '../../src/breaker/circuit-breaker.ts';
import { circuitBreaker, resilience, type SavedCircuits } from '../../src/index.ts';
import { EventClock } from '../support/event-clock.ts';
import { settled, url } from '../support/harness.ts';
import { wire, wireResponse } from '../support/wire.ts';

const origin = 'http://a.test';

function setUp(breaker: BreakerOptions | ReturnType<typeof circuitBreaker>, statuses: () => number) {
  const clock = new EventClock();
  let requests = 0;
  const transport = wire(async () => {
    requests++;
    return wireResponse(statuses());
  });
  const client = createClient({ clock, plugins: [transport, resilience({ retry: false, breaker })] });
  const call = async (path = ''): Promise<string | number> => {
    const { value, error } = await settled(clock, client.get(`${url}${path}`), 0);
    return (value as { status: number } | undefined)?.status ?? (error as { code: string }).code;
  };
  return { clock, client, call, count: () => requests };
}

describe('a breaker in the hands of the application', () => {
  it('is told of by its key, whatever URL of the origin is named', async () => {
    const breaker = circuitBreaker({ failureThreshold: 1 });
    const { call } = setUp(breaker, () => 500);
    expect(breaker.state(origin)).toBe('closed');
    await call();
    for (const key of [origin, `${url}users?x=1`, 'http://user:pass@A.test:80/']) {
      expect(breaker.state(key)).toBe('open');
    }
    expect(breaker.state('http://b.test')).toBe('closed');
    expect(JSON.stringify(breaker.save())).not.toContain('pass');
  });

  it('isolates one key or all, until it is reset', async () => {
    const breaker = circuitBreaker();
    const { call, count } = setUp(breaker, () => 200);
    breaker.isolate(origin);
    expect([breaker.state(origin), breaker.state('http://b.test')]).toEqual(['isolated', 'closed']);
    expect(await call()).toBe('ERR_HTTP_CIRCUIT_OPEN');
    breaker.reset(origin);
    expect(await call()).toBe(200);
    breaker.isolate();
    expect(breaker.state('http://never.test')).toBe('isolated');
    expect(await call()).toBe('ERR_HTTP_CIRCUIT_OPEN');
    breaker.reset();
    expect([await call(), count()]).toEqual([200, 2]);
  });

  it('is one per client unless it is shared', async () => {
    const shared = circuitBreaker({ failureThreshold: 1 });
    const one = setUp(shared, () => 500);
    const other = setUp(shared, () => 200);
    await one.call();
    expect(await other.call()).toBe('ERR_HTTP_CIRCUIT_OPEN');
    const policy = resilience({ retry: false, breaker: { failureThreshold: 1 } });
    const first = createClient({ plugins: [wire(async () => wireResponse(500)), policy] });
    const second = createClient({ plugins: [wire(async () => wireResponse(200)), policy] });
    await first.get(url).result();
    expect((await second.get(url)).status).toBe(200);
    expect((await first.get(url).result()).error).toMatchObject({ code: 'ERR_HTTP_CIRCUIT_OPEN' });
  });
});

describe('C7: keys', () => {
  it('are origins, so ports and schemes are apart and paths and credentials are not', () => {
    const circuits = new Circuits(readBreaker({}));
    const keys = ['http://a.test/x', 'http://a.test/y?z', 'https://a.test/', 'http://a.test:81/'].map(
      (text) => circuits.keyOf({ url: new URL(text).href, origin: new URL(text).origin } as HttpRequest),
    );
    expect(keys).toEqual([origin, origin, 'https://a.test', 'http://a.test:81']);
  });

  it('may be the application’s own', async () => {
    const breaker = circuitBreaker({ failureThreshold: 1, key: ({ location }) => location.pathname });
    const { call } = setUp(breaker, () => 500);
    await call('down');
    expect([breaker.state('/down'), breaker.state('/up')]).toEqual(['open', 'closed']);
    const wrong = setUp({ key: (() => 7) as unknown as () => string }, () => 200);
    expect(await wrong.call()).toBe('ERR_HTTP_CONFIGURATION');
  });

  it('are bounded: the least recently used goes first, an isolated one last', () => {
    const circuits = new Circuits(readBreaker({ maxKeys: 3, key: () => '' }));
    for (const key of ['a', 'b', 'c']) circuits.circuit(key);
    circuits.isolate('b');
    circuits.circuit('a').reopen(0, 1_000);
    circuits.circuit('d');
    expect(circuits.save().circuits.map(({ key }) => key)).toEqual(['b', 'a', 'd']);
    circuits.circuit('a');
    for (let index = 0; index < 10_000; index++) circuits.circuit(`k${index}`);
    expect(circuits.save().circuits).toHaveLength(3);
    expect(circuits.state('b')).toBe('isolated');
  });
});

describe('C10: saved and restored', () => {
  const saved = async (
    statuses: () => number,
    calls: number,
    options: BreakerOptions,
  ): Promise<SavedCircuits> => {
    const breaker = circuitBreaker(options);
    const { clock, call } = setUp(breaker, statuses);
    await clock.run(123_456);
    for (let index = 0; index < calls; index++) await call();
    return JSON.parse(JSON.stringify(breaker.save())) as SavedCircuits;
  };

  it.each([true, false])(
    'an open circuit waits out what was left of it (restored before use: %s)',
    async (isBefore) => {
      const state = await saved(() => 500, 1, { failureThreshold: 1, openFor: 1_000 });
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 1_000 });
      if (isBefore) breaker.restore(state);
      const { clock, call } = setUp(breaker, () => 200);
      if (!isBefore) breaker.restore(state);
      expect(breaker.state(origin)).toBe('open');
      expect(await call()).toBe('ERR_HTTP_CIRCUIT_OPEN');
      await clock.run(1_000);
      expect([await call(), breaker.state(origin)]).toEqual([200, 'closed']);
    },
  );

  it.each([{ failureThreshold: 3 }, { rate: { threshold: 1, minimumCalls: 3 } }])(
    'what was counted goes on with %o',
    async (options) => {
      const state = await saved(() => 500, 2, options);
      const breaker = circuitBreaker(options);
      const { call } = setUp(breaker, () => 500);
      breaker.restore(state);
      expect(breaker.state(origin)).toBe('closed');
      await call();
      expect(breaker.state(origin)).toBe('open');
    },
  );

  it('an isolated one can be released', async () => {
    const breaker = circuitBreaker();
    breaker.isolate(origin);
    const other = circuitBreaker();
    other.restore(breaker.save());
    const { call } = setUp(other, () => 200);
    expect(await call()).toBe('ERR_HTTP_CIRCUIT_OPEN');
    other.reset(origin);
    expect(await call()).toBe(200);
  });

  it('a half-open one sends its probe at once', async () => {
    const breaker = circuitBreaker({ failureThreshold: 1, openFor: 100 });
    const circuits = breaker as Circuits;
    circuits.circuit(origin).reopen(0, 0);
    circuits.circuit(origin).enter(0);
    expect(breaker.state(origin)).toBe('half-open');
    expect(breaker.save().circuits).toMatchObject([{ state: 'open', retryAfter: 0 }]);
  });

  it.each([
    [null, 'saved must be'],
    [{ isIsolated: 1, circuits: [] }, 'saved.isIsolated'],
    [{ isIsolated: false, circuits: {} }, 'saved.circuits'],
    [{ isIsolated: false, circuits: [{ key: '', state: 'open', retryAfter: 0 }] }, 'saved.circuits[0].key'],
    [
      { isIsolated: false, circuits: [{ key: 'a', state: 'ajar', retryAfter: 0 }] },
      'saved.circuits[0].state',
    ],
    [
      { isIsolated: false, circuits: [{ key: 'a', state: 'open', retryAfter: -1 }] },
      'saved.circuits[0].retryAfter',
    ],
  ])('refuses %o', (value, message) => {
    const restore = (): void => circuitBreaker().restore(value as SavedCircuits);
    expect(restore).toThrow(ConfigurationError);
    expect(restore).toThrow(message);
  });
});
