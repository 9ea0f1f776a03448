import { definePlugin, type Host, type Plugin, type ProxyTarget, redactUrl } from '@x/http-core';

import { chosenProxy } from './chosen-proxy.ts';
import { choose, type ProxyEnvironment, readProxyEnvironment } from './proxy-environment.ts';
import { type ProxyOptions, readOptions } from './proxy-options.ts';
import { proxyTargetOf } from './proxy-target.ts';

/**
 * Sends exchanges through HTTP, HTTPS and SOCKS proxies. Without options the environment decides, read when the client is made
 * and only with its `trustEnv`; options put the environment out of force. Throws `ConfigurationError`.
 */
export function proxy(options?: ProxyOptions): Plugin<'proxy'> {
  const read = readOptions(options);
  return definePlugin({
    name: 'proxy',
    contract: 1,
    setup({ env }: Host) {
      if (read.source === 'function') {
        return { proxyFor: chosenProxy(read.choice), callOptions: {}, settings: { source: read.source } };
      }
      const rules = read.source === 'environment' ? readProxyEnvironment(env) : read;
      return {
        proxyFor: byScheme(rules),
        callOptions: {},
        settings: { source: read.source, ...shown(rules) },
      };
    },
  });
}

function byScheme(rules: ProxyEnvironment): (target: URL) => ProxyTarget | undefined {
  const targets = new Map<URL, ProxyTarget>();
  for (const url of [rules.http, rules.https]) {
    if (url !== undefined) targets.set(url, proxyTargetOf('The proxy', url));
  }
  if (targets.size === 0) return () => undefined;
  return (target) => {
    const url = choose(rules, target);
    return url === undefined ? undefined : targets.get(url);
  };
}

function shown({ http, https, noProxyText }: ProxyEnvironment): Readonly<Record<string, unknown>> {
  const address = (url: URL | undefined): string | undefined =>
    url === undefined ? undefined : redactUrl(url);
  return { http: address(http), https: address(https), noProxy: noProxyText };
}
