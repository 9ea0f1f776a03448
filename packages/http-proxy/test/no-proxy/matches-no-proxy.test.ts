import { describe, expect, it } from 'vitest';

import { cpuTime } from '../../../http-core/test/support/cpu-time.ts';
import { matchesNoProxy } from '../../src/no-proxy/matches-no-proxy.ts';
import { readSuite } from '../support/suites.ts';

interface CurlTable {
  readonly noproxy: readonly { readonly host: string; readonly no_proxy: string; readonly bypass: boolean }[];
  readonly cidr: readonly {
    readonly ip: string;
    readonly net: string;
    readonly bits: number;
    readonly match: boolean;
  }[];
}

const table = readSuite<CurlTable>('curl.json');
const hostOf = (host: string): string => (host.includes(':') ? `[${host}]` : host);

// INVARIANT: curl's table is the norm; a row that differs sends somebody's traffic the wrong way.
describe.skipIf(table === undefined)("curl's table", () => {
  it.each(table?.noproxy ?? [])('$host on "$no_proxy": $bypass', ({ host, no_proxy, bypass }) => {
    expect(matchesNoProxy(`http://${hostOf(host)}/`, no_proxy)).toBe(bypass);
  });

  it.each(table?.cidr ?? [])('$ip in $net/$bits: $match', ({ ip, net, bits, match }) => {
    expect(matchesNoProxy(`http://${hostOf(ip)}/`, `${net}/${bits}`)).toBe(match);
  });

  it('has all its rows', () => {
    expect((table?.noproxy.length ?? 0) + (table?.cidr.length ?? 0)).toBe(95);
  });
});

it.each([
  // Names.
  ['http://localhost./', 'localhost', true],
  ['http://localhost/', 'localhost.', true],
  ['http://LOCALHOST/', 'LocalHost', true],
  ['http://a.b.example.com/', 'example.com', true],
  ['http://example.com.evil.test/', 'example.com', false],
  ['http://evil-example.com/', 'example.com', false],
  ['http://a.example.com/', '*.example.com', true],
  ['http://example.com/', '*.example.com', false],
  ['http://example.com/', '*example.com', false],
  ['http://a.example.com/', 'a.*.com', false],
  ['http://example.com/', '.', false],
  ['http://bücher.example/', 'BÜCHER.example', true],
  ['http://xn--bcher-kva.example/', 'bücher.example', true],
  ['http://shop.bücher.example/', '.xn--bcher-kva.example', true],
  ['http://user:password@example.com/', 'example.com', true],
  ['http://example.com@evil.test/', 'example.com', false],
  // Everything.
  ['http://example.com/', '*', true],
  ['http://[::1]/', 'localhost, *', true],
  ['http://example.com/', '*,', true],
  // White space of every kind; of an entry the first word counts.
  ['http://b.test/', 'a.test,\tb.test', true],
  ['http://b.test/', 'a.test,\r\n b.test\n', true],
  ['http://a.test/', 'a.test b.test', true],
  ['http://b.test/', 'a.test b.test', false],
  ['http://c.test/', 'a.test b.test,c.test', true],
  ['http://a.test/', ' ,,\t,', false],
  // Ports.
  ['http://example.com/', 'example.com:80', true],
  ['https://example.com/', 'example.com:443', true],
  ['https://example.com/', 'example.com:80', false],
  ['http://example.com:8080/', 'example.com:80', false],
  ['http://a.example.com:8080/', '.example.com:8080', true],
  ['http://example.com:8080/', '*:8080', true],
  ['http://example.com/', 'example.com:', false],
  ['http://example.com/', 'example.com:http', false],
  ['http://[::1]:8080/', '[::1]:8080', true],
  ['http://[::1]:8080/', '[::1]:80', false],
  ['http://127.0.0.1:8080/', '127.0.0.1:8080', true],
  // Addresses, however they are spelt.
  ['http://[::1]/', '::1', true],
  ['http://[::1]/', '[::1]', true],
  ['http://[::1]/', '0:0:0:0:0:0:0:1', true],
  ['http://[::1]/', 'localhost', false],
  ['http://127.0.0.1/', 'localhost', false],
  ['http://127.0.0.1./', '127.0.0.1', true],
  ['http://127.1/', '127.0.0.1', true],
  ['http://0x7f.1/', '127.0.0.0/8', true],
  ['http://2130706433/', '127.0.0.1', true],
  ['http://[::ffff:127.0.0.1]/', '127.0.0.1', true],
  ['http://[::ffff:7f00:1]/', '127.0.0.0/8', true],
  ['http://127.0.0.1/', '::ffff:127.0.0.1', true],
  ['http://127.0.0.1/', '::ffff:127.0.0.0/104', true],
  ['http://128.0.0.1/', '::ffff:127.0.0.0/104', false],
  ['http://10.0.0.1/', '::ffff:0:0/96', true],
  ['http://[2001:db8::1]/', '::ffff:0:0/96', false],
  ['http://0.0.0.0/', '0.0.0.0', true],
  ['http://0.0.0.0/', '127.0.0.0/8', false],
  ['http://127.0.0.1/', '0.0.0.0/0', false],
  ['http://127.0.0.1/', '0.0.1', false],
  ['http://10.0.0.10/', '10.0.0.1', false],
  ['http://8.0.0.1/', '010.0.0.1', false],
  ['http://[2001:db8::ab]/', '[2001:db8::]/32', true],
  ['http://[2001:db9::ab]/', '2001:db8::/32', false],
  ['http://127.0.0.1/', '::/0', false],
  ['http://127.0.0.1/', '127.0.0.0/-8', false],
  ['http://127.0.0.1/', '127.0.0.0/8.0', false],
  ['http://127.0.0.1/', '127.0.0.0/', false],
  ['http://127.0.0.1/', '/8', false],
  // No URL.
  ['example.com', 'example.com', false],
  ['//example.com', '*', false],
])('%s on "%s": %s', (url, list, expected) => {
  expect(matchesNoProxy(url, list)).toBe(expected);
});

it('takes an array and a URL', () => {
  expect(matchesNoProxy(new URL('http://b.test/'), ['a.test', 'b.test'])).toBe(true);
  expect(matchesNoProxy(new URL('http://c.test/'), ['a.test,c.test'])).toBe(true);
  expect(matchesNoProxy(new URL('http://d.test/'), [])).toBe(false);
});

// INVARIANT: the list may come from anywhere; reading it takes a time in proportion to its length.
describe('64 KiB of', () => {
  const size = 65_536;
  const fill = (part: string): string => part.repeat(Math.ceil(size / part.length)).slice(0, size);
  const url = new URL(`http://${fill('a.').slice(0, 60_000)}example.com/`);
  const time = (list: string): number => {
    const start = cpuTime();
    matchesNoProxy(url, list);
    matchesNoProxy('http://[::1]/', list);
    return cpuTime() - start;
  };
  it.each([
    '.',
    ',',
    'a.',
    'a,',
    ' ',
    '\t,',
    ':',
    '::,',
    '::1/,',
    '1.1.1.1/8,',
    '[',
    '[:',
    '*.',
    '/',
    '0',
    'ü',
    'ü,',
    '%,',
    'a:1,',
  ])('"%s" are read in a moment', (part) => {
    const once = Math.min(...[1, 2, 3].map(() => time(fill(part))));
    const twice = Math.min(...[1, 2, 3].map(() => time(fill(part) + fill(part))));
    expect(once).toBeLessThan(250);
    // Far from the factor of four that a square would give; a few milliseconds are noise.
    expect(twice).toBeLessThan(once * 3.5 + 10);
  });
});
