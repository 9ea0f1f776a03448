import { CookieJar } from 'tough-cookie';

/**
 * Where cookies are kept: tough-cookie's `CookieJar`, or anything with these two methods. Of a plain `CookieJar` only the
 * store counts: the rules, the limits and the clock are this package's.
 */
export interface Jar {
  /** The Cookie header for an absolute URL, empty without cookies. */
  getCookieString(url: string): Promise<string | undefined>;
  /** Takes one Set-Cookie line that came from `url`. */
  setCookie(line: string, url: string): Promise<unknown>;
}

/** Whether `value` can be used as a jar. */
export function isJar(value: unknown): value is Jar {
  if (typeof value !== 'object' || value === null) return false;
  const { getCookieString, setCookie } = value as Partial<Jar>;
  return typeof getCookieString === 'function' && typeof setCookie === 'function';
}

/** Whether a jar is tough-cookie's own, none of its methods replaced, so that its store says all. */
export function isPlainJar(jar: Jar): jar is CookieJar {
  return (
    jar instanceof CookieJar &&
    methods.every((name) => (jar[name] as unknown) === (CookieJar.prototype[name] as unknown))
  );
}

const methods = ['getCookies', 'getCookieString', 'setCookie'] as const;
