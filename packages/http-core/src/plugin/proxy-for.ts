import { ConfigurationError } from '../errors/index.ts';
import type { ProxyFor } from '../exchange.ts';
import type { Transport } from '../transport/transport.ts';
import type { Registered } from './registry.ts';

/** The first plugin that names a proxy for a target wins; `undefined` when no plugin chooses proxies. */
export function proxyForOf(registered: readonly Registered[]): ProxyFor | undefined {
  const choosers = registered.flatMap(({ contribution }) => contribution.proxyFor ?? []);
  if (choosers.length === 0) return undefined;
  return (target) => {
    for (const choose of choosers) {
      const proxy = choose(target);
      if (proxy !== undefined) return proxy;
    }
    return undefined;
  };
}

/** A proxy that the transport cannot dial would be a direct connection in disguise. */
export function checkProxy(registered: readonly Registered[], transport: Transport): void {
  if (transport.features.has('proxy')) return;
  const chooser = registered.find(({ contribution }) => contribution.proxyFor !== undefined);
  if (chooser === undefined) return;
  throw new ConfigurationError(
    `Plugin '${chooser.name}' chooses proxies, but transport '${transport.name}' has no 'proxy' feature; use a transport that has it`,
  );
}
