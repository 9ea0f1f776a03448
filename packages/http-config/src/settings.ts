import type { ClientOptions, PoolOptions, RedirectOptions, TimeoutOptions, TlsOptions } from '@x/http-core';

import { count, duration, flag, type Leaf, secret, span, text } from './leaf.ts';

/** One option: a value by itself, an object with known members, an object with names of the user's choice, or several of these. */
export interface Setting {
  /** The value by itself. */
  readonly leaf?: Leaf;
  /** The member that a value by itself is: `timeout: 5000` is `timeout.total`. */
  readonly whole?: string;
  readonly members?: Readonly<Record<string, Leaf>>;
  /** Every member of an object whose names are not known beforehand. */
  readonly named?: Leaf;
}

const pem = { type: 'string', pattern: '-----BEGIN' } as const;
const pemText = 'PEM text (the content, not a path)';
const url = { type: 'string', minLength: 1 } as const;

/** Options that only code can give. */
type CodeOnly = 'plugins' | 'clock' | 'random';

// `satisfies` fails to compile as soon as the core has an option that is not here.
const clientSettings = {
  name: { leaf: text },
  baseUrl: { leaf: secret(url, 'an absolute http: or https: URL') },
  headers: {
    named: secret(
      { anyOf: [{ type: ['string', 'number', 'null'] }, list({ type: ['string', 'number'] })] },
      'a string, a number or a list of them',
    ),
  },
  query: {
    leaf: secret({ type: 'string' }, 'a query string, or an object of names and values'),
    named: secret(
      {
        anyOf: [
          { type: ['string', 'number', 'boolean', 'null'] },
          list({ type: ['string', 'number', 'boolean'] }),
        ],
      },
      'a string, a number, a boolean or a list of them',
    ),
  },
  timeout: {
    leaf: {
      ...duration,
      schema: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { const: Infinity }] },
    },
    whole: 'total',
    members: {
      pool: duration,
      connect: duration,
      headers: duration,
      idle: duration,
      attempt: duration,
      total: duration,
    } satisfies Required<Record<keyof TimeoutOptions, Leaf>>,
  },
  pool: {
    members: {
      maxConnections: count(1),
      maxConnectionsPerHost: count(1),
      maxKeepAliveConnections: count(0),
      keepAliveTimeout: span,
      dnsCacheTtl: span,
      forceClose: flag,
    } satisfies Required<Record<keyof PoolOptions, Leaf>>,
  },
  tls: {
    members: {
      verify: flag,
      ca: secret({ anyOf: [pem, list(pem)] }, `${pemText} or a list of it`),
      cert: secret(pem, pemText),
      key: secret(pem, pemText),
      servername: text,
    } satisfies Required<Record<keyof TlsOptions, Leaf>>,
  },
  redirect: {
    members: {
      follow: flag,
      max: count(0),
      allowDowngrade: flag,
      replayBodyCrossOrigin: flag,
      keepHeaders: { schema: list(url), allowed: 'a list of header names', reading: 'list' },
    } satisfies Required<Record<keyof RedirectOptions, Leaf>>,
  },
  maxResponseBytes: { leaf: count(0) },
  throwOnStatus: { leaf: flag },
  decompress: { leaf: flag },
  http2: { leaf: flag },
  trustEnv: { leaf: flag },
  absoluteUrls: {
    leaf: { schema: { enum: ['base', 'any'] }, allowed: "'base' or 'any'", reading: 'text' },
  },
  lazyOpen: { leaf: flag },
  captureStack: { leaf: flag },
} satisfies Required<Record<Exclude<keyof ClientOptions, CodeOnly>, Setting>>;

/** What becomes a plugin, through a factory that the caller gives. */
const pluginSettings = {
  cookies: { leaf: flag },
  proxy: {
    leaf: secret(
      { anyOf: [{ type: 'boolean' }, url] },
      "a proxy's URL, an object with http, https and noProxy, true for the environment's or false for none",
      'boolean or text',
    ),
    members: {
      http: secret(url, "a proxy's URL"),
      https: secret(url, "a proxy's URL"),
      noProxy: { schema: { anyOf: [url, list(url)] }, allowed: 'a list of hosts', reading: 'list' },
    },
  },
} satisfies Record<string, Setting>;

/** Everything that a file or the environment can say, by name. */
export const settings: ReadonlyMap<string, Setting> = /* @__PURE__ */ new Map<string, Setting>(
  /* @__PURE__ */ Object.entries({ ...clientSettings, ...pluginSettings }),
);

function list<const S>(items: S): { readonly type: 'array'; readonly items: S } {
  return { type: 'array', items };
}
