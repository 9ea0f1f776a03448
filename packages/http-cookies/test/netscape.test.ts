import { expect, it } from 'vitest';

import { Cookie } from '../src/index.ts';
import { formatNetscape, parseNetscape } from '../src/netscape.ts';

/** As curl writes it. */
const file = [
  '# Netscape HTTP Cookie File',
  '# https://curl.se/docs/http-cookies.html',
  '',
  '.example.com\tTRUE\t/\tTRUE\t4070908800\tdated\tvalue=1',
  '#HttpOnly_a.example.com\tFALSE\t/docs\tFALSE\t0\tsession\t"quoted"',
  'a.example.com\tFALSE\t/\tFALSE\t0\tempty\t',
  'a.example.com\tFALSE\t/\tFALSE\t0\tbare',
  '',
].join('\n');

it('reads what curl writes', () => {
  expect(parseNetscape(file).map((cookie) => [cookie.toString(), cookie.domain, cookie.hostOnly])).toEqual([
    [
      'dated=value=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Domain=example.com; Path=/; Secure',
      'example.com',
      false,
    ],
    ['session="quoted"; Path=/docs; HttpOnly', 'a.example.com', true],
    ['empty=; Path=/', 'a.example.com', true],
    ['bare=; Path=/', 'a.example.com', true],
  ]);
});

it('reads lines that end as on Windows', () => {
  expect(parseNetscape(file.replaceAll('\n', '\r\n'))).toHaveLength(4);
});

it.each([
  'a.example.com FALSE / FALSE 0 a b',
  'a.example.com\tFALSE\t/\tFALSE\tsoon\ta\tb',
  'a.example.com\tFALSE\t/\tFALSE\t-1\ta\tb',
  '\tFALSE\t/\tFALSE\t0\ta\tb',
  'a.example.com\tFALSE\t/\tFALSE\t0\t\tb',
  'a.example.com\tFALSE\t/\tFALSE\t0\ta\tb\tc',
  '# a.example.com\tFALSE\t/\tFALSE\t0\ta\tb',
])('leaves %j out', (line) => {
  expect(parseNetscape(line)).toEqual([]);
});

it('writes what it read', () => {
  const written = formatNetscape(parseNetscape(file));
  expect(written.startsWith('# Netscape HTTP Cookie File\n\n')).toBe(true);
  expect(written.split('\n').slice(2, 5)).toEqual(file.split('\n').slice(3, 6));
});

it.each([
  { value: 'a\tb' },
  { value: 'a\nevil.example.com\tTRUE\t/\tFALSE\t0\tb\tc' },
  { key: '' },
  { domain: null },
  { path: '/\t' },
])('writes no line that would be another: %j', (fields) => {
  const cookie = new Cookie({ key: 'a', value: 'b', domain: 'a.example.com', path: '/', ...fields });
  expect(formatNetscape([cookie])).toBe('# Netscape HTTP Cookie File\n\n');
});
