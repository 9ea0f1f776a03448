import { ConfigurationError, InvalidRequestError } from '../errors/index.ts';
import { askForCodings } from '../headers/ask-for-codings.ts';
import type { HeadersInput } from '../headers/headers-input.ts';
import { mergeHeaders, type RequestHeaders } from '../headers/headers.ts';
import type { Clock } from '../time/clock.ts';
import { SystemClock } from '../time/system-clock.ts';
import { BaseUrl } from '../url/base-url.ts';
import { emptyQuery, layQuery, type Query, type QueryInput } from '../url/query.ts';
import type { AbsoluteUrls } from '../url/resolve-url.ts';
import { type CallSettings, mergeSettings } from './call-settings.ts';
import {
  checkBoolean,
  checkFunction,
  checkKeys,
  checkText,
  refusal,
  refuseConfiguration as refuse,
} from './check.ts';
import type { ResolvedClientOptions } from './client-options.ts';
import { defaultPool, resolvePool } from './pool.ts';
import { defaultRedirect } from './redirect.ts';
import { defaultTimeouts } from './timeouts.ts';
import { defaultTls, resolveTls } from './tls.ts';

const extendNames = [
  'name',
  'baseUrl',
  'headers',
  'query',
  'timeout',
  'redirect',
  'maxResponseBytes',
  'throwOnStatus',
  'decompress',
  'absoluteUrls',
  'lazyOpen',
  'captureStack',
  'plugins',
];
/** What belongs to connections, and so only to the client that owns the transport. */
const ownNames = ['pool', 'tls', 'http2', 'trustEnv', 'clock', 'random'];

/** A client's options, checked and taken apart once. */
export interface ClientConfiguration extends ResolvedClientOptions {
  readonly base: BaseUrl | undefined;
  readonly headers: RequestHeaders;
  /** The same with the codings that are read, for calls that ask for them. */
  readonly encodedHeaders: RequestHeaders;
  readonly query: Query;
  readonly clock: Clock;
  readonly random: () => number;
  readonly plugins: unknown;
}

const defaultSettings: CallSettings = Object.freeze({
  timeouts: defaultTimeouts,
  redirect: defaultRedirect,
  maxResponseBytes: undefined,
  throwOnStatus: true,
  decompress: true,
  onUploadProgress: undefined,
  onDownloadProgress: undefined,
  state: undefined,
});

/** Checks the options of `createClient`, or of `extend` over a parent's; `ConfigurationError` names the first that is wrong. */
export function resolveClient(options: unknown, parent?: ClientConfiguration): ClientConfiguration {
  if (parent !== undefined) refuseOwn(options);
  const known = parent === undefined ? [...extendNames, ...ownNames] : extendNames;
  const given = checkKeys(refuse, 'options', options === undefined ? {} : options, known);
  const base = given['baseUrl'] === undefined ? parent?.base : new BaseUrl(given['baseUrl'] as string | URL);
  const flag = (name: 'http2' | 'trustEnv' | 'lazyOpen' | 'captureStack', fallback: boolean): boolean =>
    given[name] === undefined ? (parent?.[name] ?? fallback) : checkBoolean(refuse, name, given[name]);
  const headers = ofClient(() => prepared(mergeHeaders(parent?.headers, given['headers'] as HeadersInput)));
  return Object.freeze({
    name: given['name'] === undefined ? (parent?.name ?? 'http') : checkText(refuse, 'name', given['name']),
    base,
    baseUrl: base?.prefix,
    headers,
    encodedHeaders: prepared(askForCodings(headers.clone())),
    query: ofClient(() => layQuery(lowerQuery(base, parent), given['query'] as QueryInput)),
    settings: mergeSettings(refuse, parent?.settings ?? defaultSettings, given),
    pool: parent?.pool ?? (given['pool'] === undefined ? defaultPool : resolvePool(given['pool'])),
    tls: parent?.tls ?? (given['tls'] === undefined ? defaultTls : resolveTls(given['tls'])),
    http2: flag('http2', false),
    trustEnv: flag('trustEnv', true),
    lazyOpen: flag('lazyOpen', true),
    captureStack: flag('captureStack', false),
    absoluteUrls:
      given['absoluteUrls'] === undefined ? (parent?.absoluteUrls ?? 'base') : where(given['absoluteUrls']),
    clock: given['clock'] === undefined ? (parent?.clock ?? new SystemClock()) : clock(given['clock']),
    random:
      given['random'] === undefined
        ? (parent?.random ?? Math.random)
        : (checkFunction(refuse, 'random', given['random']) as () => number),
    plugins: given['plugins'],
  });
}

/** An extended client keeps the parent's query unless it has a base of its own to begin with. */
function lowerQuery(base: BaseUrl | undefined, parent: ClientConfiguration | undefined): Query {
  if (parent === undefined) return base?.query ?? emptyQuery;
  return base === parent.base ? parent.query : layQuery(base?.query ?? emptyQuery, parent.query.search);
}

/** Every call's headers begin as a copy of these and share their wire form until they differ. */
function prepared(headers: RequestHeaders): RequestHeaders {
  headers.toRecord();
  return headers;
}

function refuseOwn(options: unknown): void {
  const own = ownNames.find(
    (name) => typeof options === 'object' && options !== null && Object.hasOwn(options, name),
  );
  if (own === undefined) return;
  throw new ConfigurationError(
    `Option '${own}' belongs to the connections, which extend() shares with its parent; use createClient for another '${own}'`,
  );
}

function ofClient<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InvalidRequestError ? new ConfigurationError(error.message) : error;
  }
}

function where(value: unknown): AbsoluteUrls {
  if (value === 'base' || value === 'any') return value;
  throw refusal(refuse, 'absoluteUrls', value, "'base' or 'any'");
}

function clock(value: unknown): Clock {
  const { now, wallNow, schedule } = (value ?? {}) as Partial<Clock>;
  if ([now, wallNow, schedule].every((part) => typeof part === 'function')) return value as Clock;
  throw refusal(refuse, 'clock', value, 'a clock with now, wallNow and schedule');
}
