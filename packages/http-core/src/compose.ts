import type { AttemptContext } from './call/attempt-context.ts';
import type { CallContext } from './call/call-context.ts';
import type { Lifecycle } from './client/lifecycle.ts';
import type { Schemas } from './decode/schemas.ts';
import { exchangeStep } from './exchange.ts';
import { order, type Scope } from './order.ts';
import type { Send } from './plugin.ts';
import { proxyForOf } from './plugin/proxy-for.ts';
import type { Registered } from './plugin/registry.ts';
import { wrapLayer } from './plugin/wrap-layer.ts';
import { attemptTimeoutStep } from './steps/attempt-timeout.ts';
import { deadlineStep } from './steps/deadline.ts';
import { decodeStep } from './steps/decode.ts';
import { openStep } from './steps/open.ts';
import { recordStep } from './steps/record.ts';
import { redirectStep } from './steps/redirect.ts';
import { retryBridge } from './steps/retry-bridge.ts';
import { statusStep } from './steps/status.ts';
import type { Transport } from './transport/transport.ts';

/** One place of the resolved chain. */
export interface Link {
  readonly scope: Scope;
  readonly slot: string;
  readonly plugin: string;
}

/** The chain of one client: composed once, empty slots skipped. */
export interface Chain {
  readonly send: Send<CallContext>;
  /** Outermost first. */
  readonly links: readonly Link[];
}

// The contexts and the slots are checked where plugins are typed; inside, a layer is a layer.
type AnySend = Send<never>;
type AnyLayer = (inner: AnySend) => AnySend;

/** Puts the layers of all plugins and the core's own steps around the transport, by `order` alone. */
export function compose(
  registered: readonly Registered[],
  transport: Transport,
  schemas: Schemas,
  lifecycle: Lifecycle,
): Chain {
  const core: ReadonlyMap<string, unknown> = new Map<string, unknown>([
    ['call.deadline', deadlineStep],
    ['call.decode', decodeStep(schemas)],
    ['call.status', statusStep],
    ['call.retry', retryBridge],
    ['attempt.timeout', attemptTimeoutStep],
    ['attempt.redirect', redirectStep],
  ]);
  // No layer, but what lies between the chain and the transport all the same.
  const links: Link[] = registered
    .filter(({ contribution }) => contribution.proxyFor !== undefined)
    .map(({ name }) => ({ scope: 'hop', slot: 'proxy', plugin: name }));
  let send: AnySend = exchangeStep(transport, proxyForOf(registered));
  for (const scope of ['hop', 'attempt', 'call'] as const) {
    for (const slot of order[scope].toReversed()) {
      if (`${scope}.${slot}` === 'call.deadline') {
        send = openStep(lifecycle)(send as Send<CallContext>);
      }
      const layers = layersOf(registered, scope, slot);
      const own = core.get(`${scope}.${slot}`);
      if (layers.length === 0 && own !== undefined) {
        send = (own as AnyLayer)(send);
        links.unshift({ scope, slot, plugin: 'core' });
      }
      for (const { plugin, layer } of layers.toReversed()) {
        send = wrapLayer(plugin, `${scope}.${slot}`, layer, send);
        links.unshift({ scope, slot, plugin });
      }
    }
    if (scope === 'attempt') send = recordStep(send as Send<AttemptContext>);
  }
  return { send: send as Send<CallContext>, links };
}

function layersOf(
  registered: readonly Registered[],
  scope: Scope,
  slot: string,
): { plugin: string; layer: AnyLayer }[] {
  const found: { plugin: string; layer: AnyLayer }[] = [];
  for (const { name, contribution } of registered) {
    const layer = (contribution[scope] as Readonly<Record<string, AnyLayer | undefined>> | undefined)?.[slot];
    if (layer !== undefined) found.push({ plugin: name, layer });
  }
  return found;
}
