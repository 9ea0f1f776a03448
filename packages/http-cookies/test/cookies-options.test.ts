import { ConfigurationError } from '@x/http-core';
import { afterEach, expect, it } from 'vitest';

import { CookieJar, cookies, type CookiesOptions, memoryStore } from '../src/index.ts';

it.each([
  [
    { jar: {} },
    'cookies.jar must be a CookieJar, or an object with getCookieString and setCookie, not an object',
  ],
  [
    { jar: false },
    'cookies.jar must be a CookieJar, or an object with getCookieString and setCookie, not a boolean',
  ],
  [
    { store: 'cookies.json' },
    'cookies.store must be a Store with findCookies, putCookie, removeCookie, getAllCookies, not a string',
  ],
  [
    { store: new CookieJar() },
    'cookies.store must be a Store with findCookies, putCookie, removeCookie, getAllCookies, not an instance of ',
  ],
  [{ store: memoryStore(), persist: true }, "cookies.persist must be 'all' or 'dated', not a boolean"],
  [{ persist: 'all' }, 'cookies.persist needs cookies.store: without one nothing outlives the client'],
  [
    { jar: new CookieJar(), store: memoryStore() },
    'cookies.jar and cookies.store exclude each other: a jar has its own store',
  ],
  [{ path: 'x' }, "Option 'cookies.path' is unknown; allowed are jar, store, persist"],
])('refuses %o when it is called', (options, message) => {
  expect(() => cookies(options as CookiesOptions)).toThrow(ConfigurationError);
  expect(() => cookies(options as CookiesOptions)).toThrow(message);
});

const polluted = Object.prototype as { jar?: unknown; store?: unknown };
afterEach(() => {
  delete polluted.jar;
  delete polluted.store;
});

it('reads nothing from a polluted prototype', () => {
  polluted.jar = 'hostile';
  polluted.store = 'hostile';
  expect(() => cookies({})).not.toThrow();
  expect(() => cookies()).not.toThrow();
});
