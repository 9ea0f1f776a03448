import type { AttemptContext, HopContext } from './call/attempt-context.ts';
import type { CallContext } from './call/call-context.ts';
import type { Lifecycle } from './client/lifecycle.ts';
import type { Schemas } from './decode/schemas.ts';
import { exchangeSegment } from './exchange.ts';
import { Inside } from './inside.ts';
import { order, type Scope } from './order.ts';
import type { Send } from './plugin.ts';
import { proxyForOf } from './plugin/proxy-for.ts';
import type { Registered } from './plugin/registry.ts';
import { wrapLayer } from './plugin/wrap-layer.ts';
import { segmentOf } from './segment.ts';
import { attemptTimeoutStep } from './steps/attempt-timeout.ts';
import { deadlineStep, type Run, runWithout, sendOfRun } from './steps/deadline.ts';
import { decodeStep } from './steps/decode.ts';
import { openStep } from './steps/open.ts';
import { beginRecord, recordStep } from './steps/record.ts';
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
  readonly run: Run;
  /** Outermost first. */
  readonly links: readonly Link[];
}

// The contexts and the slots are checked where plugins are typed; inside, a layer is a layer.
type AnySend = Send<never>;
type AnyLayer = (inner: AnySend) => AnySend;
type AnyInside = Inside<never>;

/** Puts the layers of all plugins and the core's own steps around the transport, by `order` alone. */
export function compose(
  registered: readonly Registered[],
  transport: Transport,
  schemas: Schemas,
  lifecycle: Lifecycle,
): Chain {
  // No layer, but what lies between the chain and the transport all the same.
  const links: Link[] = registered
    .filter(({ contribution }) => contribution.proxyFor !== undefined)
    .map(({ name }) => ({ scope: 'hop', slot: 'proxy', plugin: name }));
  /** Of the deadline, while it is outermost. */
  let run: Run | undefined;
  const core = new Map(Object.entries(coreSteps(schemas)));
  core.set('call.deadline', (inside) => {
    run = deadlineStep(inside);
    return insideOf(sendOfRun(run));
  });
  let inside = Inside.of(exchangeSegment(transport, proxyForOf(registered))) as AnyInside;
  for (const scope of ['hop', 'attempt', 'call'] as const) {
    for (const slot of order[scope].toReversed()) {
      const place = `${scope}.${slot}`;
      if (place === 'call.deadline') inside = opening(lifecycle)(inside);
      const layers = layersOf(registered, scope, slot);
      const own = core.get(place);
      if (layers.length === 0 && own !== undefined) {
        inside = own(inside);
        links.unshift({ scope, slot, plugin: 'core' });
      }
      for (const { plugin, layer } of layers.toReversed()) {
        inside = insideOf(wrapLayer(plugin, place, layer, inside.send));
        run = undefined;
        links.unshift({ scope, slot, plugin });
      }
    }
    if (scope === 'attempt') inside = recorded(inside);
  }
  return { run: run ?? runWithout(inside.send as Send<CallContext>), links };
}

/** By place, what fills a slot where no plugin does. */
function coreSteps(schemas: Schemas): Readonly<Record<string, (inside: AnyInside) => AnyInside>> {
  const decode = decodeStep(schemas);
  return {
    'attempt.redirect': among((inside: Inside<HopContext>) =>
      inside.followedBy(redirectStep(inside.send)).enteredBy((attempt: AttemptContext) => attempt.beginHop()),
    ),
    'attempt.timeout': among((inside: Inside<AttemptContext>) =>
      inside.detouredBy(({ settings }) => settings.timeouts.attempt !== undefined, attemptTimeoutStep),
    ),
    'call.retry': among((inside: Inside<AttemptContext>) =>
      inside.followedBy(retryBridge(inside.send)).enteredBy((call: CallContext) => call.beginAttempt()),
    ),
    'call.status': (inside) => inside.followedBy(statusStep),
    'call.decode': (inside) => inside.followedBy(decode),
  };
}

const recorded = among((inside: Inside<AttemptContext>) =>
  inside.followedBy(recordStep).enteredBy(beginRecord),
);

function opening(lifecycle: Lifecycle): (inside: AnyInside) => AnyInside {
  return among((inside: Inside<CallContext>) =>
    inside.detouredBy(() => !lifecycle.isOpen, openStep(lifecycle)),
  );
}

/** A step among the others, whatever its contexts. */
function among<C extends CallContext | AttemptContext | HopContext>(
  step: (inside: Inside<C>) => unknown,
): (inside: AnyInside) => AnyInside {
  return step as unknown as (inside: AnyInside) => AnyInside;
}

function insideOf(send: AnySend): AnyInside {
  return Inside.of(segmentOf(send));
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
