import { describe, expect, it } from 'vitest';

import { type CookieSite, cookieSite, type Visit } from '../support/cookie-site.ts';

const [a, b] = ['a.example.com', 'b.example.net'];
const statuses = [301, 302, 303, 307, 308];

/** Cookies by host, in the order of the visits. */
function seen(site: CookieSite): (readonly [string, string | undefined])[] {
  return site.visits.map(({ host, cookie }: Visit) => [host.replace(/:\d+$/, ''), cookie]);
}

describe('R8: cookies and redirects', () => {
  it.each(statuses)('%i: a hop reads and writes the jar for its own host', async (status) => {
    await using site = await cookieSite(({ host, target }) => {
      const location = `http://${b}:${site.port}/middle`;
      if (target === '/start') return { status, set: ['from=a'], location };
      if (target === '/middle') return { status, set: ['from=b'], location: `http://${a}:${site.port}/back` };
      return { set: [`last=${host.charAt(0)}`] };
    });
    await using client = site.client();
    await client.get(site.url(a, '/start'));
    expect(seen(site)).toEqual([
      [a, undefined],
      [b, undefined],
      [a, 'from=a'],
    ]);
    await client.get(site.url(b));
    expect(site.lastCookie).toBe('from=b');
  });

  it.each(statuses)(
    '%i: a cookie of this hop goes along to the next one of the same host',
    async (status) => {
      await using site = await cookieSite(({ target }) =>
        target === '/' ? { status, set: ['step=1'], location: '/next' } : {},
      );
      await using client = site.client();
      await client.get(site.url(a));
      expect(seen(site)).toEqual([
        [a, undefined],
        [a, 'step=1'],
      ]);
    },
  );

  it('a hop can take a cookie away from the next', async () => {
    await using site = await cookieSite(({ target }) => {
      if (target === '/set') return { set: ['id=1'] };
      return target === '/logout' ? { status: 302, set: ['id=; Max-Age=0'], location: '/' } : {};
    });
    await using client = site.client();
    await client.get(site.url(a, '/set'));
    await client.get(site.url(a, '/logout'));
    expect(site.visits.map(({ cookie }) => cookie)).toEqual([undefined, 'id=1', undefined]);
  });

  it('a hop cannot set a cookie for another host', async () => {
    await using site = await cookieSite(({ target }) =>
      target === '/start'
        ? { status: 302, set: [`id=1; Domain=${b}`], location: `http://${b}:${site.port}/` }
        : {},
    );
    await using client = site.client();
    await client.get(site.url(a, '/start'));
    expect(site.lastCookie).toBe(undefined);
  });
});

describe('R8: the Cookie header of the caller', () => {
  it('merges with the jar, and wins per name', async () => {
    await using site = await cookieSite(({ target }) =>
      target === '/set' ? { set: ['id=jar', 'theme=dark'] } : {},
    );
    await using client = site.client();
    await client.get(site.url(a, '/set'));
    await client.get(site.url(a), { headers: { cookie: 'id=mine; extra=1' } });
    expect(site.lastCookie).toBe('id=mine; extra=1; theme=dark');
    await client.get(site.url(a), { headers: { cookie: ['id=mine', 'extra=1'] } });
    expect(site.lastCookie).toBe('id=mine; extra=1; theme=dark');
    // Names count as they are written.
    await client.get(site.url(a), { headers: { cookie: 'ID=mine' } });
    expect(site.lastCookie).toBe('ID=mine; id=jar; theme=dark');
    // It was for one call.
    await client.get(site.url(a));
    expect(site.lastCookie).toBe('id=jar; theme=dark');
  });

  it('goes without the jar when cookies is false', async () => {
    await using site = await cookieSite(({ target }) => (target === '/set' ? { set: ['id=jar'] } : {}));
    await using client = site.client();
    await client.get(site.url(a, '/set'));
    await client.get(site.url(a), { headers: { cookie: 'extra=1' }, cookies: false });
    expect(site.lastCookie).toBe('extra=1');
  });

  it.each(statuses)(
    '%i: is dropped on a change of origin and does not come back, the jar goes on',
    async (status) => {
      await using site = await cookieSite(({ target }) => {
        const location = `http://${b}:${site.port}/middle`;
        if (target === '/start') return { status, set: ['jar=a'], location };
        return target === '/middle'
          ? { status, set: ['jar=b'], location: `http://${a}:${site.port}/back` }
          : {};
      });
      await using client = site.client();
      await client.get(site.url(a, '/start'), { headers: { cookie: 'secret=1' } });
      expect(seen(site)).toEqual([
        [a, 'secret=1'],
        [b, undefined],
        [a, 'jar=a'],
      ]);
    },
  );

  it('is dropped where only the port differs, while the jar, which knows no ports, goes on', async () => {
    await using other = await cookieSite();
    await using site = await cookieSite(() => ({ status: 302, set: ['jar=a'], location: other.url(a) }));
    await using client = site.client();
    await client.get(site.url(a), { headers: { cookie: 'secret=1' } });
    expect(other.lastCookie).toBe('jar=a');
  });

  it('stays, with the jar read anew, on a redirect within the origin', async () => {
    await using site = await cookieSite(({ target }) =>
      target === '/' ? { status: 302, set: ['own=jar', 'other=jar'], location: '/next' } : {},
    );
    await using client = site.client();
    await client.get(site.url(a), { headers: { cookie: 'own=mine' } });
    expect(site.visits.map(({ cookie }) => cookie)).toEqual(['own=mine', 'own=mine; other=jar']);
  });
});
