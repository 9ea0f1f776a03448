import type { Socket } from 'node:net';

import type { WireRequest } from '@x/http-core';
import { expect, it } from 'vitest';

import { BodyFeed } from '../src/body-feed.ts';
import { DispatchOptions } from '../src/dispatch-options.ts';

function request(
  url: string,
  headers: Record<string, string | readonly string[]> = {},
  rest: Partial<WireRequest> = {},
): WireRequest {
  const own = Object.assign(Object.create(null) as Record<string, string>, headers);
  return {
    method: 'GET',
    url: new URL(url),
    headers: own,
    timeouts: {},
    onAbort: () => {},
    ...rest,
  };
}

it('names path, query and host of the target', () => {
  const { path, headers } = new DispatchOptions(false).of(
    request('https://a.test:8443/x/y?q=1&r'),
    undefined,
  );
  expect(path).toBe('/x/y?q=1&r');
  expect(headers).toEqual(['host', 'a.test:8443']);
});

it('leaves the framing to undici, and gives it the length of what it cannot measure', () => {
  const options = new DispatchOptions(false);
  const framed = request('http://a.test/', { host: 'b.test', 'content-length': '3', accept: ['a', 'b'] });
  expect(options.of(framed, undefined).headers).toEqual(['host', 'b.test', 'accept', 'a', 'accept', 'b']);
  const body = new Uint8Array(70_000);
  const large = options.of(request('http://a.test/', {}, { body }), new BodyFeed({} as Socket));
  expect(large.headers).toEqual(['host', 'a.test', 'content-length', '70000']);
});

it('never gives one target the host of another', () => {
  const options = new DispatchOptions(false);
  const headers = Object.create(null) as Record<string, string>;
  const hostOf = (url: string): unknown => options.of({ ...request(url), headers }, undefined).headers;
  expect(hostOf('http://a.test/')).toEqual(['host', 'a.test']);
  expect(hostOf('http://b.test/')).toEqual(['host', 'b.test']);
});

it('has every option that undici reads as its own', () => {
  // INVARIANT: undici takes its options apart; what is missing here is read from Object.prototype.
  const given = new DispatchOptions(true).of(request('http://a.test/'), undefined);
  for (const name of [
    'query',
    'idempotent',
    'upgrade',
    'expectContinue',
    'throwOnError',
    'maxRedirections',
    'dispatcher',
    'body',
  ]) {
    expect(Object.hasOwn(given, name), name).toBe(true);
  }
  expect(given.reset).toBe(true);
});
