/** A cookie as stores keep it: the fields of tough-cookie's `Cookie`, which fits. */
export interface StoredCookie {
  readonly key: string;
  readonly value: string;
  readonly domain: string | null;
  readonly path: string | null;
  readonly expires: Date | 'Infinity' | null;
  creationIndex: number;
  toJSON(): object;
}

/** What a cookie of a test is made of; whatever is missing is the cookie's own default. */
export interface CookieFields {
  readonly key: string;
  readonly value?: string;
  readonly domain?: string;
  readonly path?: string;
  readonly expires?: Date;
  readonly creation?: Date;
  readonly lastAccessed?: Date;
  readonly secure?: boolean;
  readonly httpOnly?: boolean;
  readonly hostOnly?: boolean;
  readonly pathIsDefault?: boolean;
  readonly sameSite?: string;
  readonly extensions?: string[];
}

/** The class whose cookies the store keeps; `Cookie` of tough-cookie or of `@x/http-cookies`. */
export type CookieClass = new (fields: CookieFields) => StoredCookie;

/** Makes the cookies of the tests. */
export type MakeCookie = (key: string, more?: Partial<CookieFields>) => StoredCookie;

/** Cookies of that class with every field that a store must give back. */
export function cookieMaker(Cookie: CookieClass): MakeCookie {
  const fields = { domain: 'a.example.com', path: '/', hostOnly: true };
  return (key, more = {}) => new Cookie({ key, ...fields, value: `value of ${key}`, ...more });
}

/** Names and values, in an order of their own. */
export function namesOf(cookies: readonly StoredCookie[]): string[] {
  return cookies.map(({ key, value }) => `${key}=${value}`).toSorted();
}
