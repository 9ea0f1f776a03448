import { optionChecks } from '@x/http-core';

import { NoProxyList } from './no-proxy/no-proxy-list.ts';
import { parseProxyUrl } from './proxy-url.ts';

const { checkKeys, refusal, refuseConfiguration } = optionChecks;

/** Proxies by the scheme of the target; a scheme that is not given goes directly. */
export interface ProxyRules {
  /** For targets with http. */
  readonly http?: string | URL | undefined;
  /** For targets with https. */
  readonly https?: string | URL | undefined;
  /** Hosts that are reached directly, as in `NO_PROXY`. */
  readonly noProxy?: string | readonly string[] | undefined;
}

/** Asked for every exchange, redirects and retries included: the proxy for that target, or nothing for a direct connection. */
export type ProxyChoice = (target: URL) => string | URL | null | undefined;

/** A proxy for everything, proxies by scheme, or a function; nothing for the environment. */
export type ProxyOptions = string | URL | ProxyRules | ProxyChoice;

/** Options that were checked. */
export type ReadOptions =
  | { readonly source: 'environment' }
  | { readonly source: 'function'; readonly choice: ProxyChoice }
  | {
      readonly source: 'options';
      readonly http: URL | undefined;
      readonly https: URL | undefined;
      readonly noProxy: NoProxyList;
      readonly noProxyText: string;
    };

/** Checks the options; `ConfigurationError` says what is allowed, and shows no credentials. */
export function readOptions(options: unknown): ReadOptions {
  if (options === undefined) return { source: 'environment' };
  if (typeof options === 'function') return { source: 'function', choice: options as ProxyChoice };
  if (typeof options === 'string' || options instanceof URL) {
    const url = parseProxyUrl('The option of proxy()', options);
    return { source: 'options', http: url, https: url, noProxy: new NoProxyList(''), noProxyText: '' };
  }
  const names = ['http', 'https', 'noProxy'];
  const given = checkKeys(refuseConfiguration, 'proxy', options, names, 'a URL, a function or ');
  const noProxyText = readList(given['noProxy']);
  return {
    source: 'options',
    http: readUrl('proxy.http', given['http']),
    https: readUrl('proxy.https', given['https']),
    noProxy: new NoProxyList(noProxyText),
    noProxyText,
  };
}

function readUrl(name: string, value: unknown): URL | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' || value instanceof URL) return parseProxyUrl(`Option '${name}'`, value);
  throw refusal(refuseConfiguration, name, value, 'the URL of a proxy');
}

function readList(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(',');
  throw refusal(
    refuseConfiguration,
    'proxy.noProxy',
    value,
    'a list of hosts, as text or as an array of texts',
  );
}
