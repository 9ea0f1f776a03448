import { ConfigurationError, optionChecks } from '@x/http-core';
import type { Store } from 'tough-cookie';

import { isJar, type Jar } from './jar.ts';

/** Options of `cookies()`. */
export interface CookiesOptions {
  /** A jar of your own, for instance to share it between clients. Made per client, in memory, unless given. */
  readonly jar?: Jar | undefined;
  /** Where the client's own jar keeps its cookies: `fileStore()`, `sqliteStore()`, or any tough-cookie `Store`. */
  readonly store?: Store | undefined;
  /**
   * What goes into `store`: `all` cookies unless given, or only the `dated` ones, those with an expiry, as in a browser;
   * the others then end with the client.
   */
  readonly persist?: 'all' | 'dated' | undefined;
}

/** What the plugin adds to the options of a call. */
export interface CookiesCallOptions {
  /** Another jar for this call; `false` neither sends nor keeps cookies. */
  readonly cookies?: Jar | false | undefined;
}

const storeMethods = ['findCookies', 'putCookie', 'removeCookie', 'getAllCookies'] as const;

/** Checked options. `ConfigurationError` names the option that is wrong, what it is and what is allowed. */
export function readOptions(given: CookiesOptions): CookiesOptions {
  const refuse = optionChecks.refuseConfiguration;
  const own = optionChecks.checkKeys(refuse, 'cookies', given, ['jar', 'store', 'persist']);
  const { jar, store, persist } = own;
  if (jar !== undefined && !isJar(jar)) {
    throw optionChecks.refusal(
      refuse,
      'cookies.jar',
      jar,
      'a CookieJar, or an object with getCookieString and setCookie',
    );
  }
  if (store !== undefined && !isStore(store)) {
    throw optionChecks.refusal(refuse, 'cookies.store', store, `a Store with ${storeMethods.join(', ')}`);
  }
  if (persist !== undefined && persist !== 'all' && persist !== 'dated') {
    throw optionChecks.refusal(refuse, 'cookies.persist', persist, "'all' or 'dated'");
  }
  if (jar !== undefined && store !== undefined) {
    throw new ConfigurationError('cookies.jar and cookies.store exclude each other: a jar has its own store');
  }
  if (persist !== undefined && store === undefined) {
    throw new ConfigurationError(
      'cookies.persist needs cookies.store: without one nothing outlives the client',
    );
  }
  return { jar, store, persist };
}

/** For `callOptions`: what is allowed when the value does not fit. */
export function checkCookies(value: unknown): string | undefined {
  return value === false || isJar(value) ? undefined : 'false or a cookie jar';
}

function isStore(value: unknown): value is Store {
  if (typeof value !== 'object' || value === null) return false;
  return storeMethods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}
