import { NoProxyList } from './no-proxy/no-proxy-list.ts';
import { parseProxyUrl } from './proxy-url.ts';

/** Names and values as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says about proxies. */
export interface ProxyEnvironment {
  readonly http: URL | undefined;
  readonly https: URL | undefined;
  readonly noProxy: NoProxyList;
  /** The list as it stands there. */
  readonly noProxyText: string;
}

/**
 * Reads HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in lower case first. Under CGI the upper-case HTTP_PROXY is the
 * header `Proxy` of a stranger's request, so with REQUEST_METHOD it is not read (httpoxy). Throws `ConfigurationError`.
 */
export function readProxyEnvironment(environment: Environment): ProxyEnvironment {
  const isCgi = read(environment, 'REQUEST_METHOD') !== undefined;
  const all = either(environment, 'all_proxy');
  const http = isCgi ? named(environment, 'http_proxy') : either(environment, 'http_proxy');
  const noProxyText = either(environment, 'no_proxy')?.value ?? '';
  return {
    http: parsed(http ?? all),
    https: parsed(either(environment, 'https_proxy') ?? all),
    noProxy: new NoProxyList(noProxyText),
    noProxyText,
  };
}

/** The proxy for a target that is not on the list, of the two schemes that there are. */
export function choose(
  { http, https, noProxy }: Pick<ProxyEnvironment, 'http' | 'https' | 'noProxy'>,
  target: URL,
): URL | undefined {
  const proxy = target.protocol === 'https:' ? https : target.protocol === 'http:' ? http : undefined;
  return proxy === undefined || noProxy.has(target) ? undefined : proxy;
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

function either(environment: Environment, lower: string): Variable | undefined {
  return named(environment, lower) ?? named(environment, lower.toUpperCase());
}

/** A variable that is empty counts as not set. */
function named(environment: Environment, name: string): Variable | undefined {
  const value = read(environment, name);
  return value === undefined || value.trim() === '' ? undefined : { name, value };
}

/** Own names only: a polluted Object.prototype sets no proxy. */
function read(environment: Environment, name: string): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

function parsed(variable: Variable | undefined): URL | undefined {
  return variable === undefined ? undefined : parseProxyUrl(variable.name, variable.value);
}
