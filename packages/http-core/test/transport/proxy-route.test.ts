import { expect, it } from 'vitest';

import { absoluteForm, isForwarded, needsOwnConnection, routeOf } from '../../src/transport/proxy-route.ts';
import type { ProxyTarget } from '../../src/transport/proxy-target.ts';
import type { WireRequest } from '../../src/transport/transport.ts';

const openTunnel = (): (() => void) => () => {};
const forwarding = (url: string): ProxyTarget => ({ url: new URL(url), forwardHeaders: {}, openTunnel });
const tunnelling = (url: string): ProxyTarget => ({ url: new URL(url), openTunnel });
const http = new URL('http://a.test/x?y#z');
const https = new URL('https://a.test/x');

it('only http is forwarded, and only by a proxy that does', () => {
  expect(isForwarded(http, forwarding('http://p'))).toBe(true);
  expect(isForwarded(https, forwarding('http://p'))).toBe(false);
  expect(isForwarded(http, tunnelling('socks5://p:1080'))).toBe(false);
});

// INVARIANT: row S2: who has another proxy, other credentials, another scheme or another target has another connection.
it('a connection has the way there in its key', () => {
  const proxies = ['http://p', 'https://p', 'http://p:81', 'http://u@p', 'http://u:1@p', 'http://u:2@p'];
  const keys = proxies.flatMap((url) => [
    routeOf(http, forwarding(url)).key,
    routeOf(https, forwarding(url)).key,
  ]);
  keys.push('http://a.test', routeOf(http, tunnelling('http://p')).key);
  keys.push(routeOf(new URL('https://b.test/'), forwarding('http://p')).key);
  expect(new Set(keys).size).toBe(keys.length);
  // One connection to a proxy carries requests for every host that it forwards to.
  expect(routeOf(new URL('http://b.test/'), forwarding('http://p')).key).toBe(
    routeOf(http, forwarding('http://p')).key,
  );
});

it('the peer is the proxy when it forwards, else the target', () => {
  expect(routeOf(http, forwarding('https://p:8443'))).toMatchObject({
    hostname: 'p',
    port: 8443,
    isSecure: true,
  });
  expect(routeOf(https, forwarding('http://p'))).toMatchObject({
    hostname: 'a.test',
    port: 443,
    isSecure: true,
  });
  expect(absoluteForm(http)).toBe('http://a.test/x?y');
});

// INVARIANT: a proxy that closes without a word must not cost a request that may not be sent twice.
it('what may not be sent twice wants a connection of its own to a forwarding proxy', () => {
  const proxy = forwarding('http://p');
  const of = (more: object): boolean =>
    needsOwnConnection({ method: 'GET', url: http, proxy, ...more } as WireRequest);
  expect(of({})).toBe(false);
  expect(of({ method: 'POST' })).toBe(true);
  expect(of({ method: 'PUT', body: new Uint8Array(1) })).toBe(false);
  expect(of({ method: 'PUT', body: (async function* () {})() })).toBe(true);
  expect(of({ method: 'POST', url: https })).toBe(false);
  expect(of({ method: 'POST', proxy: undefined })).toBe(false);
});
