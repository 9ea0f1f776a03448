import { ConfigurationError, redactUrl } from '@x/http-core';

import type { MockRequest } from './mock-request.ts';
import { PathPattern } from './path-pattern.ts';

/** A `URLPattern`, or anything that finds the groups of a URL as one does. */
export interface UrlPatternLike {
  exec(url: string): {
    readonly pathname: { readonly groups: Readonly<Record<string, string | undefined>> };
  } | null;
}

/**
 * Which URLs a route answers: a path with `:params` and `*`, under the client's base URL or whole; an absolute URL; a pattern that
 * is tried on the path with the query and on the absolute URL; a `URLPattern`; or a function.
 */
export type RouteTarget = string | URL | RegExp | UrlPatternLike | ((request: MockRequest) => boolean);

type Params = Readonly<Record<string, string>>;
const none: Params = Object.freeze(Object.create(null) as Params);

/** A target, taken apart once. */
export interface TargetMatcher {
  /** How the route is called in messages, redacted. */
  readonly label: string;
  /** Pairs that the query must have. */
  readonly query: readonly (readonly [string, string])[];
  /** Whether it looks at more than the head of a request. */
  readonly needsBody: boolean;
  /** The parameters of a URL that fits. */
  match(request: MockRequest): Params | undefined;
}

/** Throws `ConfigurationError` for what is no target. */
export function targetMatcher(target: unknown): TargetMatcher {
  if (typeof target === 'string') return /^https?:\/\//i.test(target) ? ofUrl(target) : ofPath(target);
  if (target instanceof URL) return ofUrl(target.href);
  if (target instanceof RegExp) return ofRegExp(target);
  if (typeof target === 'function') {
    return {
      label: '(a function)',
      query: [],
      needsBody: true,
      match: (request) => (target(request) === true ? none : undefined),
    };
  }
  if (typeof (target as UrlPatternLike | undefined)?.exec === 'function') {
    return ofPattern(target as UrlPatternLike);
  }
  throw new ConfigurationError(
    'The target of a route must be a path, an absolute URL, a RegExp, a URLPattern or a function',
  );
}

function ofPath(target: string): TargetMatcher {
  const [path = '', search = ''] = halves(target);
  const pattern = new PathPattern(path.startsWith('/') ? path : `/${path}`);
  return {
    label: redactUrl(target),
    query: [...new URLSearchParams(search)],
    needsBody: false,
    match: ({ paths }) => firstOf(paths, (one) => pattern.match(one)),
  };
}

function ofUrl(target: string): TargetMatcher {
  const [address = '', search = ''] = halves(target.replace(/#.*$/, ''));
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]*)(.*)$/i.exec(address) ?? [];
  const parsed = URL.canParse(origin) ? new URL(origin) : undefined;
  if (parsed === undefined || parsed.username !== '' || parsed.password !== '') {
    throw new ConfigurationError('The target of a route must be a valid URL without userinfo');
  }
  const pattern = new PathPattern(path === '' ? '/' : path);
  return {
    label: redactUrl(target),
    query: [...new URLSearchParams(search)],
    needsBody: false,
    match: ({ url }) => (url.origin === parsed.origin ? pattern.match(url.pathname) : undefined),
  };
}

function ofRegExp(target: RegExp): TargetMatcher {
  // Without `g` and `y`, which make a pattern remember where it stopped.
  const pattern = new RegExp(target.source, target.flags.replaceAll(/[gy]/g, ''));
  return {
    label: String(target),
    query: [],
    needsBody: false,
    match({ url, paths }) {
      const found = firstOf([...paths.map((path) => path + url.search), url.href], (one) =>
        pattern.exec(one),
      );
      return found == null ? undefined : paramsOf(found.groups ?? {});
    },
  };
}

function ofPattern(target: UrlPatternLike): TargetMatcher {
  return {
    label: '(a URLPattern)',
    query: [],
    needsBody: false,
    match({ url }) {
      const found = target.exec(url.href);
      return found === null ? undefined : paramsOf(found.pathname.groups);
    },
  };
}

function halves(target: string): readonly string[] {
  const question = target.indexOf('?');
  return question === -1 ? [target] : [target.slice(0, question), target.slice(question + 1)];
}

function paramsOf(groups: Readonly<Record<string, string | undefined>>): Params {
  const params: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(groups)) if (value !== undefined) params[name] = value;
  return params;
}

function firstOf<T, R>(
  candidates: readonly T[],
  find: (candidate: T) => R | null | undefined,
): R | undefined {
  for (const candidate of candidates) {
    const found = find(candidate);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}
