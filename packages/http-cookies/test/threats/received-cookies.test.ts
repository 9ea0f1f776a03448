import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { Cookie, CookieJar, memoryStore } from '../../src/index.ts';
import { cookieSite } from '../support/cookie-site.ts';

/** What a jar keeps of these lines from `host`, and what was refused. */
async function kept(lines: readonly string[], host: string, { tls = false } = {}) {
  await using site = await cookieSite(() => ({ set: lines }), tls ? { tls: [host] } : {});
  const store = memoryStore();
  await using client = site.client({ store });
  const refused: unknown[] = [];
  client.on('cookies.refused', ({ reason }) => refused.push(reason));
  await client.get(site.url(host));
  return { cookies: await store.getAllCookies(), refused };
}

describe('C1: public suffixes and foreign domains', () => {
  it.each([
    ['com', 'www.example.com'],
    ['co.uk', 'www.example.co.uk'],
    ['co.uk.', 'www.example.co.uk.'],
    ['github.io', 'ada.github.io'],
    ['other.com', 'www.example.com'],
    ['ample.com', 'www.example.com'],
    ['www.example.com', 'example.com'],
    ['example.com.', 'www.example.com'],
    ['127.0.0.2', '127.0.0.1'],
    ['.0.0.1', '127.0.0.1'],
    ['0.0.1', '127.0.0.1'],
    ['localhost', 'a.localhost'],
    ['local', 'printer.local'],
    ['intranet', 'wiki.intranet'],
    ['exa mple.com', 'example.com'],
  ])('Domain=%s from %s is refused', async (domain, host) => {
    const { cookies, refused } = await kept([`a=b; Domain=${domain}`], host);
    expect(cookies).toEqual([]);
    expect(refused).toHaveLength(1);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['.127.0.0.1', '127.0.0.1'],
    ['localhost', 'localhost'],
    ['intranet', 'intranet'],
    ['github.io', 'github.io'],
  ])('Domain=%s from that very host %s is for it alone', async (domain, host) => {
    const { cookies } = await kept([`a=b; Domain=${domain}`], host);
    expect(cookies.map((cookie) => [cookie.domain, cookie.hostOnly])).toEqual([[host, true]]);
  });
});

describe('C2: prefixes', () => {
  const refusedOverTls = [
    '__Host-a=1',
    '__HOST-a=1; Path=/',
    '__host-a=1; Secure',
    '__HoSt-a=1; Secure; Path=/x',
    '__HOST-a=1; Secure; Path=/; Domain=a.example.com',
    '__Secure-a=1',
    '__SECURE-a=1; Path=/',
    '=__Host-a=1; Secure; Path=/',
    '=__Host-a=1',
    '__Host-a',
  ];

  it.each(refusedOverTls)('%s is refused over https', async (line) => {
    const { cookies, refused } = await kept([line], 'a.example.com', { tls: true });
    expect(cookies).toEqual([]);
    expect(refused).toHaveLength(1);
  });

  it.each(['__Host-a=1; Secure; Path=/', '__SECURE-a=1; Secure', '__hostess=1'])(
    '%s is kept over https',
    async (line) => {
      expect((await kept([line], 'a.example.com', { tls: true })).cookies).toHaveLength(1);
    },
  );

  it.each(['a.example.com', '127.0.0.1', 'localhost'])('none is kept over http from %s', async (host) => {
    const { cookies } = await kept(['__Host-a=1; Secure; Path=/', '__Secure-a=1; Secure'], host);
    expect(cookies).toEqual([]);
  });
});

describe('C3: Secure cookies are left alone', () => {
  const host = 'shop.example.com';

  it.each(['a.example.com', '127.0.0.1', 'localhost'])('http at %s cannot set one', async (from) => {
    const { cookies, refused } = await kept(['a=1; Secure'], from);
    expect(cookies).toEqual([]);
    expect(refused).toEqual(['it is Secure and came over http']);
  });

  it.each([
    ['overwrite', 'id=stolen', host, '/'],
    ['overwrite through a parent', 'id=stolen; Domain=example.com', host, '/'],
    ['overlay from a sibling through the parent', 'id=stolen; Domain=example.com', 'evil.example.com', '/'],
    ['overlay below its path', 'id=stolen; Path=/deep', host, '/deep/er'],
    ['remove', 'id=; Max-Age=0', host, '/'],
  ])('http cannot %s one that https has set', async (_what, line, from, target) => {
    await using secure = await cookieSite(() => ({ set: ['id=mine; Secure; Path=/'] }), { tls: [host] });
    await using plain = await cookieSite(() => ({ set: [line] }));
    const jar = new CookieJar();
    await using https = secure.client({ jar });
    await using http = plain.client({ jar });
    const refused: unknown[] = [];
    http.on('cookies.refused', ({ cookie }) => refused.push(cookie));
    await https.get(secure.url(host));
    await http.get(plain.url(from, target));
    await https.get(secure.url(host, '/deep/er'));
    expect(secure.lastCookie).toBe('id=mine');
    expect(refused).toEqual(['id']);
    // Nor is it ever sent in clear.
    await http.get(plain.url(host));
    expect(plain.lastCookie).toBe(undefined);
  });

  it('http cannot overlay, on a host below, one that https has set for the whole domain', async () => {
    const line = 'id=mine; Secure; Domain=example.com; Path=/';
    await using secure = await cookieSite(() => ({ set: [line] }), { tls: ['example.com', host] });
    await using plain = await cookieSite(() => ({ set: ['id=stolen'] }));
    const jar = new CookieJar();
    await using https = secure.client({ jar });
    await using http = plain.client({ jar });
    await https.get(secure.url('example.com'));
    await http.get(plain.url(host));
    await https.get(secure.url(host));
    expect(secure.lastCookie).toBe('id=mine');
  });

  it('https replaces it, and http sets others beside it', async () => {
    let line = 'id=one; Secure';
    await using secure = await cookieSite(() => ({ set: [line] }), { tls: [host] });
    await using plain = await cookieSite(() => ({ set: ['other=1', 'ID=1'] }));
    const jar = new CookieJar();
    await using https = secure.client({ jar });
    await using http = plain.client({ jar });
    await https.get(secure.url(host));
    await http.get(plain.url(host));
    line = 'id=two; Secure';
    await https.get(secure.url(host));
    await https.get(secure.url(host));
    expect(secure.lastCookie).toBe('id=two; other=1; ID=1');
  });
});

describe('C4: caps', () => {
  it('name and value together are at most 4096 bytes', async () => {
    const { cookies } = await kept(
      [`a=${'x'.repeat(4_095)}`, `b=${'x'.repeat(4_096)}`, `${'c'.repeat(4_097)}=`],
      'a.example.com',
    );
    expect(cookies.map(({ key }) => key)).toEqual(['a']);
  });

  it('bytes count, not characters', async () => {
    const { cookies } = await kept([`a=${'ä'.repeat(2_047)}`, `b=${'ä'.repeat(2_048)}`], 'a.example.com');
    expect(cookies.map(({ key }) => key)).toEqual(['a']);
  });

  it('an attribute over 1024 bytes counts as absent', async () => {
    const long = `/${'x'.repeat(1_024)}`;
    const { cookies } = await kept(
      [`a=b; Path=${long}; Domain=example.com`, `c=d; Path=${long.slice(0, 1_024)}`],
      'a.example.com',
    );
    expect(cookies.map(({ path, domain }) => [path?.length, domain])).toEqual([
      [1, 'example.com'],
      [1_024, 'a.example.com'],
    ]);
  });

  it('nothing lives longer than 400 days', async () => {
    const wall = Date.UTC(2026, 10, 21);
    const latest = new Date(wall + 400 * 86_400_000);
    const lines = [
      'a=1; Max-Age=99999999999999999999',
      'b=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT',
      'c=1; Max-Age=60',
    ];
    await using site = await cookieSite(() => ({ set: lines }));
    const store = memoryStore();
    await using client = site.client({ store }, { clock: new VirtualClock({ wall }) });
    await client.get(site.url('a.example.com'));
    const expiries = (await store.getAllCookies()).map(({ expires }) => expires);
    expect(expiries).toEqual([latest, latest, new Date(wall + 60_000)]);
  });

  it('Max-Age counts from when it was set, however often the cookie is used', async () => {
    const clock = new VirtualClock();
    await using site = await cookieSite(({ target }) =>
      target === '/set' ? { set: ['a=1; Max-Age=60'] } : {},
    );
    await using client = site.client({}, { clock });
    await client.get(site.url('a.example.com', '/set'));
    for (let used = 0; used < 3; used += 1) {
      clock.shiftWall(19_000);
      await client.get(site.url('a.example.com'));
      expect(site.lastCookie).toBe('a=1');
    }
    clock.shiftWall(3_000);
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe(undefined);
  });

  it('a Cookie header is at most 8 KiB, the rest is left out and told', async () => {
    const lines = ['a', 'b', 'c'].map((name) => `${name}=${'x'.repeat(4_000)}`);
    await using site = await cookieSite(({ target }) => (target === '/set' ? { set: lines } : {}));
    await using client = site.client();
    const omitted: unknown[] = [];
    client.on('cookies.omitted', ({ count }) => omitted.push(count));
    await client.get(site.url('a.example.com', '/set'));
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie?.length).toBeLessThanOrEqual(8_192);
    expect(site.lastCookie).toMatch(/^a=x+; b=x+$/);
    expect(omitted).toEqual([1]);
  });

  it('a value that cannot stand in a header is left out, whoever put it into the store', async () => {
    await using site = await cookieSite();
    const store = memoryStore();
    const values = ['fine', 'a; admin=1', 'a\r\nx: y', '\u010A', '\u007F'];
    for (const [index, value] of values.entries()) {
      await store.putCookie(
        new Cookie({ key: `k${index}`, value, domain: 'a.example.com', path: '/', hostOnly: true }),
      );
    }
    await using client = site.client({ store });
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe('k0=fine');
  });
});

describe('C6: values are never decoded', () => {
  it('keeps percent-encoding as it came', async () => {
    const { cookies } = await kept(
      ['a=%0d%0aSet-Cookie:%20b=c', 'd=1; SameSite=StrictButNotReally'],
      'a.example.com',
    );
    expect(cookies.map(({ key, value, sameSite }) => [key, value, sameSite])).toEqual([
      ['a', '%0d%0aSet-Cookie:%20b=c', undefined],
      ['d', '1', undefined],
    ]);
  });

  it('takes names of Object.prototype as names', async () => {
    await using site = await cookieSite(({ target }) =>
      target === '/set' ? { set: ['__proto__=1', 'constructor=2'] } : {},
    );
    await using client = site.client();
    await client.get(site.url('__proto__', '/set')).result();
    await client.get(site.url('a.example.com', '/set'));
    await client.get(site.url('a.example.com'));
    expect(site.lastCookie).toBe('__proto__=1; constructor=2');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
