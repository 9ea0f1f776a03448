import { rm, writeFile } from 'node:fs/promises';

import { InvalidRequestError, createClient } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../http-testing/src/clock/virtual-clock.ts';
import { expectNothingLeft } from '../../http-testing/src/fault-server/leak-check.ts';
import { CookieJar, cookies, fileStore, memoryStore } from '../src/index.ts';
import { cookieSite, everyNameHere } from './support/cookie-site.ts';
import { cookieOf } from './support/store-cookies.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const login = ({ target }: { readonly target: string }) =>
  target.startsWith('/login') ? { set: ['session=1; HttpOnly', 'theme=dark; Path=/'] } : {};

describe('a session', () => {
  it('goes on from the call that opened it', async () => {
    await using site = await cookieSite(login);
    await using client = site.client();
    await client.get(site.url('shop.example.com'));
    expect(site.lastCookie).toBe(undefined);
    await client.post(site.url('shop.example.com', '/login'), { json: { user: 'ada' } });
    await client.get(site.url('shop.example.com'));
    expect(site.lastCookie).toBe('session=1; theme=dark');
  });

  it('belongs to one client', async () => {
    await using site = await cookieSite(login);
    await using one = site.client();
    await using other = site.client();
    await one.get(site.url('shop.example.com', '/login'));
    await other.get(site.url('shop.example.com'));
    expect(site.lastCookie).toBe(undefined);
  });

  it('belongs to one client also when two are made with the same plugin', async () => {
    await using site = await cookieSite(login);
    const plugin = cookies();
    await using one = createClient({ plugins: [everyNameHere(), plugin] });
    await using other = createClient({ plugins: [everyNameHere(), plugin] });
    await one.get(site.url('shop.example.com', '/login'));
    await other.get(site.url('shop.example.com'));
    expect(site.lastCookie).toBe(undefined);
  });

  it('is shared with what extend makes of the client, both ways', async () => {
    await using site = await cookieSite(login);
    await using client = site.client();
    const extended = client.extend({ headers: { 'x-extended': '1' } });
    await extended.get(site.url('shop.example.com', '/login'));
    await client.get(site.url('shop.example.com'));
    expect(site.lastCookie).toBe('session=1; theme=dark');
    await extended.close();
    await client.get(site.url('shop.example.com'));
    expect(site.lastCookie).toBe('session=1; theme=dark');
  });

  it('is kept by answers of every status, raised or not', async () => {
    await using site = await cookieSite(({ target }) => ({
      status: Number(target.slice(1)),
      set: [`at${target.slice(1)}=1`],
    }));
    await using client = site.client();
    for (const status of [204, 304, 401, 503]) {
      await client.get(site.url('a.example.com', `/${status}`)).result();
    }
    await client.get(site.url('a.example.com', '/200'));
    expect(site.lastCookie).toBe('at204=1; at304=1; at401=1; at503=1');
  });

  it('is kept when the head of a stream has come', async () => {
    await using site = await cookieSite(login);
    await using client = site.client();
    const response = await client.stream('GET', site.url('a.example.com', '/login'));
    response.cancel();
    await client.stream('GET', site.url('a.example.com')).then((next) => next.cancel());
    expect(site.lastCookie).toBe('session=1; theme=dark');
  });

  it('does not depend on the port', async () => {
    await using one = await cookieSite(login);
    await using other = await cookieSite();
    await using client = one.client();
    await client.get(one.url('a.example.com', '/login'));
    await client.get(other.url('a.example.com'));
    expect(other.lastCookie).toBe('session=1; theme=dark');
  });

  it('leaves nothing behind', async () => {
    await using site = await cookieSite(login);
    const controller = new AbortController();
    const { signal } = controller;
    await expectNothingLeft(
      async () => {
        const client = site.client();
        for (let call = 0; call < 20; call += 1) {
          await client.get(site.url('a.example.com', '/login'), { signal });
        }
        await client.close();
      },
      {
        servers: [
          {
            get openConnections() {
              return site.server.openConnections;
            },
            origin: site.url('a'),
          },
        ],
        signals: [signal],
      },
    );
  });
});

describe('the option cookies of a call', () => {
  it('false neither sends nor keeps', async () => {
    await using site = await cookieSite(login);
    await using client = site.client();
    await client.get(site.url('a.example.com', '/login'), { cookies: false });
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe(undefined);
    await client.get(site.url('a.example.com', '/login'));
    await client.get(site.url('a.example.com'), { cookies: false });
    expect(site.lastCookie).toBe(undefined);
  });

  it('takes another jar, for that call alone', async () => {
    await using site = await cookieSite(login);
    await using client = site.client();
    const jar = new CookieJar();
    await client.get(site.url('a.example.com', '/login'), { cookies: jar });
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe(undefined);
    await client.get(site.url('a.example.com'), { cookies: jar });
    expect(site.lastCookie).toBe('session=1; theme=dark');
    // The jar is the caller's to look into.
    expect(await jar.getCookieString('http://a.example.com/')).toBe('session=1; theme=dark');
  });

  it.each([true, 5, {}, null, 'jar'])('refuses %j before anything is sent', async (value) => {
    await using site = await cookieSite();
    await using client = site.client();
    const error: unknown = await client
      .get(site.url('a.example.com'), { cookies: value as never })
      .catch((raised: unknown) => raised);
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as Error).message).toMatch(/^cookies must be false or a cookie jar, not /);
    expect(site.visits).toEqual([]);
  });

  it('is unknown to a client without the plugin', async () => {
    await using client = createClient({ plugins: [] });
    const error: unknown = await client
      .get('http://a.example.com/', { cookies: false } as object)
      .catch((raised: unknown) => raised);
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as Error).message).toContain("'cookies' is unknown");
  });
});

describe('open()', () => {
  it('reads the store ahead of the first call', async () => {
    await using folder = await temporaryFolder();
    await using site = await cookieSite(login);
    const path = folder.file('cookies.json');
    await writeFile(path, JSON.stringify({ version: 1, cookies: [cookieOf('kept')] }));
    await using client = site.client({ store: fileStore(path) });
    await client.open();
    await rm(path);
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe('kept=value of kept');
  });

  it('does not fail when the store does, or hangs', async () => {
    const clock = new VirtualClock();
    await using site = await cookieSite();
    const store = Object.assign(memoryStore(), { open: () => new Promise<void>(() => {}) });
    await using client = site.client({ store }, { clock });
    const opening = client.open();
    await clock.waitForTimer(1_000);
    await clock.advance(1_000);
    await opening;
  });
});

describe('describe()', () => {
  const shown = (options?: Parameters<typeof cookies>[0]) =>
    createClient({ plugins: [cookies(options)] })
      .describe()
      .chain.find(({ plugin }) => plugin === 'cookies');

  it('shows that there is a jar, whose, and where its cookies are', () => {
    expect(shown()).toEqual({
      scope: 'hop',
      slot: 'cookies',
      plugin: 'cookies',
      settings: { jar: 'own', store: 'memory' },
    });
    expect(shown({ jar: new CookieJar() })?.settings).toEqual({ jar: 'given' });
    expect(shown({ store: memoryStore() })?.settings).toEqual({
      jar: 'own',
      store: 'MemoryStore',
      persist: 'all',
    });
  });

  it('shows none without the plugin', () => {
    expect(
      createClient()
        .describe()
        .chain.some(({ slot }) => slot === 'cookies'),
    ).toBe(false);
  });
});
