import { choose, type Environment, readProxyEnvironment } from './proxy-environment.ts';

/**
 * The proxy that an environment such as `process.env` names for `url`, credentials included; `undefined` for none, for other
 * schemes than http and https, and for a text that is no URL. Throws `ConfigurationError` for a proxy that is none.
 */
export function resolveProxy(url: string | URL, environment: Environment): URL | undefined {
  if (typeof url === 'string' && !URL.canParse(url)) return undefined;
  return choose(readProxyEnvironment(environment), typeof url === 'string' ? new URL(url) : url);
}
