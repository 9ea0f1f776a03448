import { mismatch } from '../describe-value.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { takeBasicAuthorization } from './basic-authorization.ts';
import { emptyQuery, layQuery } from './query.ts';
import type { Query } from './query.ts';

/** A client's `baseUrl`, taken apart once. */
export class BaseUrl {
  readonly origin: string;
  /** As given: `/v1` or `/v1/`. */
  readonly pathname: string;
  /** Origin and path without a trailing slash, free of secrets: what every reference is put under. */
  readonly prefix: string;
  /** The query every request keeps. */
  readonly query: Query;
  /** From the userinfo, which is nowhere else afterwards. */
  readonly authorization: string | undefined;
  readonly #path: string;

  /** Throws `ConfigurationError` unless `value` is an absolute http or https URL. */
  constructor(value: string | URL) {
    const url = parse(value);
    this.authorization = withConfigurationError(() => takeBasicAuthorization(url));
    this.origin = url.origin;
    this.pathname = url.pathname;
    this.#path = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname;
    this.prefix = this.origin + this.#path;
    this.query = withConfigurationError(() => layQuery(emptyQuery, url.search));
  }

  /** Whether `url` has this origin and lies at or under this path, also as a server reads it that decodes `%2F` and `%5C`. */
  contains(url: URL): boolean {
    if (url.origin !== this.origin) return false;
    const { pathname } = url;
    if (pathname !== this.#path && !pathname.startsWith(`${this.#path}/`)) return false;
    return !climbsWhenDecoded(pathname.slice(this.#path.length));
  }
}

function parse(value: unknown): URL {
  const text: unknown = value instanceof URL ? value.href : value;
  const allowed = 'an absolute http: or https: URL without control characters or outer spaces';
  if (typeof text !== 'string') throw new ConfigurationError(mismatch('baseUrl', value, allowed));
  const url = /[^\x20-\x7e\x80-\uffff]|^ | $/.test(text) || !text.isWellFormed() ? null : URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConfigurationError(`baseUrl must be ${allowed}`);
  }
  return url;
}

function withConfigurationError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidRequestError) throw new ConfigurationError(`baseUrl: ${error.message}`);
    throw error;
  }
}

/** Whether `rest` would go above its start if `%2F` and `%5C` were slashes and `..;x` were `..`. */
function climbsWhenDecoded(rest: string): boolean {
  if (!rest.includes('..') && !/%2e/i.test(rest)) return false;
  let depth = 0;
  for (const segment of rest.replace(/%2e/gi, '.').split(/\/|%2f|%5c/i)) {
    const name = segment.split(/;|%3b/i, 1)[0];
    if (name === '..') depth -= 1;
    else if (name !== '' && name !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
