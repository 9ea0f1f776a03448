import { expect, it } from 'vitest';

import { proxyHeaders } from '../../src/transport/proxy-headers.ts';

const target = (forwardHeaders?: Readonly<Record<string, string>>) => ({
  url: new URL('http://p'),
  forwardHeaders,
  openTunnel: () => () => {},
});
const own = { accept: '*/*', 'proxy-authorization': 'Basic own' };
const http = new URL('http://a.test/');
const https = new URL('https://a.test/');

// INVARIANT: Proxy-Authorization goes to a proxy and to nobody else.
it.each([
  ['directly', own, http, undefined, undefined],
  ['through a tunnel', own, https, target({ 'proxy-authorization': 'Basic p' }), undefined],
  ['through SOCKS', own, http, target(), undefined],
  ['forwarded', own, http, target({}), 'Basic own'],
  ['forwarded with credentials', own, http, target({ 'proxy-authorization': 'Basic p' }), 'Basic p'],
  [
    'forwarded with credentials alone',
    { accept: '*/*' },
    http,
    target({ 'proxy-authorization': 'Basic p' }),
    'Basic p',
  ],
])('%s', (_way, headers, url, proxy, expected) => {
  const before = JSON.stringify(headers);
  const sent = proxyHeaders(headers, url, proxy);
  expect(sent['proxy-authorization']).toBe(expected);
  expect(sent['accept']).toBe('*/*');
  expect(JSON.stringify(headers)).toBe(before);
});

it('hands on what it need not change', () => {
  const headers = { accept: '*/*' };
  expect(proxyHeaders(headers, http, undefined)).toBe(headers);
  expect(proxyHeaders(headers, https, target({ 'proxy-authorization': 'x' }))).toBe(headers);
});
