import { ProtocolError } from '@x/http-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { memoryStore } from '../../src/index.ts';
import { type CookieSite, cookieSite } from '../support/cookie-site.ts';
import { missing, suiteFile } from '../support/suites.ts';

interface ParserCase {
  readonly test: string;
  readonly received: readonly string[];
  readonly sent: readonly { readonly name: string; readonly value: string }[];
  readonly 'sent-to'?: string;
}

interface DateCase {
  readonly test: string;
  readonly expected: string | null;
}

/** Cases that end otherwise here, each with its reason. An unexpected pass fails too. */
const deviations: ReadonlyMap<string, string> = new Map([
  ['DISABLED_CHROMIUM0022', 'a NUL in a header is not HTTP: ProtocolError'],
  ['DISABLED_CHROMIUM0023', 'a bare CR in a header is not HTTP: ProtocolError'],
]);

const folder = 'http-state/tests/data';
const parserCases = read<ParserCase>(`${folder}/parser.json`);
const dateCases = ['examples', 'bsd-examples'].flatMap((name) =>
  read<DateCase>(`${folder}/dates/${name}.json`),
);
const reason = parserCases.length === 0 ? missing(folder) : '';
const setter = 'home.example.org';

function read<T>(path: string): T[] {
  const text = suiteFile(path);
  return text === undefined ? [] : (JSON.parse(text.replaceAll(/^\/\/.*$/gm, '')) as T[]);
}

describe.skipIf(parserCases.length === 0)(`the cookie suite of the IETF${reason}`, () => {
  const received = new Map(parserCases.map((one) => [one.test.toLowerCase(), one]));
  let site: CookieSite;

  beforeAll(async () => {
    site = await cookieSite(({ target }) => {
      const url = new URL(target, 'http://site');
      const name = url.search.slice(1);
      const found = url.pathname === '/cookie-parser' ? received.get(name) : undefined;
      if (found === undefined) return {};
      const to = found['sent-to'] ?? `/cookie-parser-result?${name}`;
      return { status: 302, set: found.received, location: to.replace(':8888', `:${site.port}`) };
    });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('is whole', () => {
    expect(parserCases.length + dateCases.length).toBe(292);
  });

  it.each(parserCases)('$test', async (one) => {
    const clock = new VirtualClock({ wall: Date.UTC(2011, 0, 1) });
    await using client = site.client({}, { clock });
    const call = client.get(site.url(setter, `/cookie-parser?${one.test.toLowerCase()}`));
    if (deviations.has(one.test)) {
      await expect(call).rejects.toThrow(ProtocolError);
      return;
    }
    await call;
    expect(site.visits.at(-1)?.target).toContain('/cookie-parser-result');
    const sent = one.sent.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ');
    // On the wire a header is bytes.
    const bytes = sent === '' ? undefined : Buffer.from(sent).toString('latin1');
    expect(site.lastCookie).toBe(bytes);
  });
});

describe.skipIf(dateCases.length === 0)(`the dates of the IETF suite${reason}`, () => {
  let site: CookieSite;
  let expires = '';

  beforeAll(async () => {
    site = await cookieSite(({ target }) => (target === '/set' ? { set: [`a=b; Expires=${expires}`] } : {}));
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it.each(dateCases)('$test', async ({ test, expected }) => {
    const end = expected === null ? Date.UTC(2011, 0, 1) : Date.parse(expected);
    const clock = new VirtualClock({ wall: end - 1_000 });
    const store = memoryStore();
    await using client = site.client({ store }, { clock });
    expires = test;
    await client.get(site.url(setter, '/set'));
    const [cookie] = await store.getAllCookies();
    expect(cookie?.expires).toEqual(expected === null ? 'Infinity' : new Date(expected));
    await client.get(site.url(setter));
    expect(site.lastCookie).toBe('a=b');
    clock.shiftWall(1_000);
    await client.get(site.url(setter));
    expect(site.lastCookie).toBe(expected === null ? 'a=b' : undefined);
  });
});
