import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { memoryStore } from '../../src/index.ts';
import { type CookieSite, cookieSite } from '../support/cookie-site.ts';
import { missing, suiteFile } from '../support/suites.ts';

/** The list asks what is registrable; a cookie's Domain loses a leading dot first (RFC 6265bis, section 5.6.3). */
const withLeadingDot = ['.com', '.example', '.example.com', '.example.example'];

/** `[domain, registrable domain]` of each vector, in either format of the list. */
function vectorsOf(text: string): (readonly [string, string | null])[] {
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('//')) return [];
    const [, domain, registrable] =
      /^checkPublicSuffix\('(.+)', (?:null|'(.+)')\);/.exec(line) ??
      /^(\S+) (?:null|(\S+))\s*$/.exec(line) ??
      [];
    if (domain === undefined || domain === 'null' || line.startsWith('checkPublicSuffix(null')) return [];
    return [[domain, registrable ?? null] as const];
  });
}

const lists = ['test_psl.txt', 'tests.txt'].map((name) => {
  const text = suiteFile(`psl/${name}`);
  return {
    name: `${name}${text === undefined ? missing(`psl/${name}`) : ''}`,
    vectors: vectorsOf(text ?? ''),
  };
});

describe.skipIf(lists.some(({ vectors }) => vectors.length === 0)).each(lists)(
  'the public suffix list, $name',
  ({ vectors }) => {
    let site: CookieSite;
    let domain = '';

    beforeAll(async () => {
      site = await cookieSite(() => ({ set: [`a=b; Domain=${domain}`] }));
    });
    afterAll(() => site[Symbol.asyncDispose]());

    it('has its vectors', () => {
      expect(vectors.length).toBeGreaterThan(70);
    });

    it.each(vectors.filter(([given]) => !withLeadingDot.includes(given)))(
      '%s: %s',
      async (given, registrable) => {
        const store = memoryStore();
        await using client = site.client({ store });
        // Sent as ASCII, as servers do; bytes that are none of a host name name no domain.
        domain = new URL(`http://${registrable ?? given}`).hostname;
        await client.get(site.url(registrable === null ? `www.${given}` : given));
        const kept = await store.getAllCookies();
        expect(kept.map((cookie) => [cookie.domain, cookie.hostOnly])).toEqual(
          registrable === null ? [] : [[domain, false]],
        );
      },
    );

    it('is asked without the leading dot, which a cookie may have', async () => {
      for (const given of withLeadingDot) {
        expect(vectors).toContainEqual([given, null]);
        const store = memoryStore();
        await using client = site.client({ store });
        domain = given;
        await client.get(site.url(`www${given}`));
        const expected = given.lastIndexOf('.') > 0 ? [given.slice(1)] : [];
        expect((await store.getAllCookies()).map((cookie) => cookie.domain)).toEqual(expected);
      }
    });
  },
);
