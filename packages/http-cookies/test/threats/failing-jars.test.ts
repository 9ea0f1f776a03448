import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { Cookie, CookieJar, type CookiesOptions, Store } from '../../src/index.ts';
import { cookieSite } from '../support/cookie-site.ts';
import { BrokenStore, PromiseStore } from '../support/foreign-stores.ts';

const host = 'a.example.com';
const throwing = () => {
  throw new Error('no such table');
};
const rejecting = async () => throwing();
const hanging = () => new Promise<never>(() => {});

const failing: readonly (readonly [string, CookiesOptions])[] = [
  ['a store that throws', { store: new BrokenStore(throwing) }],
  ['a store that rejects', { store: new BrokenStore(rejecting) }],
  [
    'a store that calls back with an error',
    { store: new BrokenStore((callback) => callback(new Error('no such table'))) },
  ],
  ['a CookieJar over a store that throws', { jar: new CookieJar(new BrokenStore(throwing)) }],
  ['a jar that throws', { jar: { getCookieString: throwing, setCookie: throwing } }],
  ['a jar that rejects', { jar: { getCookieString: rejecting, setCookie: rejecting } }],
];

describe('C5: a jar that fails never fails the request', () => {
  it.each(failing)('%s', async (_what, options) => {
    await using site = await cookieSite(() => ({ set: ['a=1; Path=/', 'b=2'] }));
    await using client = site.client(options);
    const events: unknown[] = [];
    client.on('cookies.failed', ({ operation, url, error }) =>
      events.push([operation, url, (error as { message: string }).message]),
    );
    const url = site.url(host);
    expect((await client.get(url)).status).toBe(200);
    expect(site.lastCookie).toBe(undefined);
    const message = 'no such table';
    expect(events).toEqual([
      ['read', url, message],
      ['write', url, message],
      ['write', url, message],
    ]);
  });

  it.each<readonly [string, CookiesOptions]>([
    ['store', { store: new BrokenStore(hanging) }],
    ['jar', { jar: { getCookieString: hanging, setCookie: hanging } }],
  ])('a %s that hangs is waited for a second before and a second after', async (_what, options) => {
    const clock = new VirtualClock();
    await using site = await cookieSite(() => ({ set: ['a=1'] }));
    await using client = site.client(options, { clock });
    const events: unknown[] = [];
    client.on('cookies.failed', ({ operation, error }) => events.push([operation, (error as Error).message]));
    const call = client.get(site.url(host));
    await clock.waitForTimer(1_000);
    expect(site.visits).toHaveLength(0);
    await clock.advance(1_000);
    await clock.waitForTimer(1_000);
    expect(site.visits).toHaveLength(1);
    await clock.advance(1_000);
    expect((await call).status).toBe(200);
    const message = 'The cookie jar did not answer within 1000 ms';
    expect(events).toEqual([
      ['read', message],
      ['write', message],
    ]);
  });

  it('an abort ends the wait at once, sends nothing and is no failure of the jar', async () => {
    await using site = await cookieSite();
    await using client = site.client({ store: new BrokenStore(hanging) });
    const events: unknown[] = [];
    client.on('cookies.failed', (detail) => events.push(detail));
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = client.get(site.url(host), { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(site.visits).toEqual([]);
    expect(events).toEqual([]);
  });

  it('the deadline covers the wait', async () => {
    const clock = new VirtualClock();
    await using site = await cookieSite();
    await using client = site.client({ store: new BrokenStore(hanging) }, { clock, timeout: 300 });
    const call = client.get(site.url(host));
    const failed = call.catch((error: unknown) => error);
    await clock.waitForTimer(1_000);
    await clock.advance(300);
    expect(await failed).toMatchObject({ name: 'TimeoutError', phase: 'total' });
    expect(site.visits).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('a malformed line is refused by itself', async () => {
    const lines = ['', ';', '=', 'nameless', '=value', 'good=1', '; Path=/', 'tab\tname=1'];
    await using site = await cookieSite(() => ({ set: lines }));
    await using client = site.client();
    const refused: unknown[] = [];
    client.on('cookies.refused', ({ reason }) => refused.push(reason));
    await client.get(site.url(host));
    await client.get(site.url(host));
    expect(site.lastCookie).toBe('good=1');
    expect(new Set(refused)).toEqual(new Set(['it has no name']));
  });

  it('no event shows a value', async () => {
    await using site = await cookieSite(() => ({
      set: ['id=s3cr3t; Secure', 's3cr3t', `b=${'s3cr3t'.repeat(1_000)}`],
    }));
    await using client = site.client();
    const events: unknown[] = [];
    client.on('cookies.refused', (detail) => events.push(detail));
    await client.get(site.url(host));
    expect(events).toHaveLength(3);
    expect(JSON.stringify(events)).not.toContain('s3cr3t');
  });
});

describe('C5: names that tough-cookie throws for', () => {
  const names = ['local', 'test', 'example', 'invalid', 'localhost', 'printer.local', '127.0.0.1'];
  const jars: readonly (readonly [string, () => CookiesOptions])[] = [
    ['of the client', () => ({})],
    ["of tough-cookie's own", () => ({ jar: new CookieJar() })],
    ['over a store of promises', () => ({ store: new PromiseStore() })],
  ];

  it.each(jars)('work with a jar %s', async (_whose, options) => {
    await using site = await cookieSite(({ target }) => (target === '/set' ? { set: ['a=1; Path=/'] } : {}));
    for (const name of names) {
      await using client = site.client(options());
      const failures: unknown[] = [];
      client.on('cookies.failed', (detail) => failures.push(detail));
      await client.get(site.url(name, '/set'));
      await client.get(site.url(name));
      expect([name, site.lastCookie, failures]).toEqual([name, 'a=1', []]);
    }
  });
});

describe('the Store interface', () => {
  it('is served by promises alone', async () => {
    const store = new PromiseStore();
    await using site = await cookieSite(({ target }) =>
      target === '/set' ? { set: ['a=1', 'b=2; Path=/'] } : {},
    );
    await using client = site.client({ store });
    await client.get(site.url(host, '/set'));
    await client.get(site.url(host));
    expect(site.lastCookie).toBe('a=1; b=2');
    expect((await store.getAllCookies()).map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('of tough-cookie is abstract, so that a missing method is an event', async () => {
    class Half extends Store {
      override putCookie = async (): Promise<void> => {};
    }
    await using site = await cookieSite(() => ({ set: ['a=1'] }));
    await using client = site.client({ store: new Half() });
    const failures: unknown[] = [];
    client.on('cookies.failed', ({ operation }) => failures.push(operation));
    await client.get(site.url(host));
    expect(failures).toEqual(['read', 'write']);
  });

  it('may hold cookies as plain objects', async () => {
    const plain = new Cookie({ key: 'a', value: '1', domain: host, path: '/', hostOnly: true }).toJSON();
    const store = new BrokenStore(async () => [plain]);
    await using site = await cookieSite();
    await using client = site.client({ store });
    await client.get(site.url(host));
    expect(site.lastCookie).toBe('a=1');
  });
});
