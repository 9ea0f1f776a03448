import type { Lifecycle } from '../client/lifecycle.ts';
import { TimeoutError } from '../errors/index.ts';
import type { CoreCallOptions } from '../options/call-options.ts';
import type { HttpResponse } from '../response.ts';
import type { CallContext } from './call-context.ts';

/** Ends the watch: at once on a failure, with the body's end on a streamed response. */
export type Release = (response?: HttpResponse) => void;

/**
 * Ties a call to its caller's signal, its deadline and its client: one listener, one timer, all of them gone afterwards.
 * Throws the signal's reason when it is aborted already.
 */
export function watchCall(context: CallContext, lifecycle: Lifecycle): Release {
  const { lifetime, host } = context;
  const { signal } = context.options as CoreCallOptions;
  if (signal?.aborted === true) throw abortedBefore(context, signal);
  const onAbort =
    signal === undefined || signal === null ? undefined : (): void => lifetime.abort(signal.reason);
  if (onAbort !== undefined) signal?.addEventListener('abort', onAbort);
  const limit = context.settings.timeouts.total;
  const timer =
    limit === undefined ? undefined : host.clock.schedule(limit, () => lifetime.abort(late(context, limit)));
  const entered = lifecycle.enter(lifetime);
  let isReleased = false;
  const release = (): void => {
    if (isReleased) return;
    isReleased = true;
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    lifecycle.leave(entered);
  };
  return (response) => {
    timer?.cancel();
    if (response === undefined) release();
    else response.onEnd(release);
  };
}

/** Aborts the lifetime as well, so that the reason counts as the caller's own. */
function abortedBefore(context: CallContext, signal: AbortSignal): unknown {
  context.lifetime.abort(signal.reason);
  return signal.reason;
}

function late(context: CallContext, limit: number): TimeoutError {
  const { maxConnections, maxConnectionsPerHost } = context.host.pool;
  const all = `maxConnections (${maxConnections})`;
  const places =
    maxConnectionsPerHost < maxConnections
      ? `maxConnectionsPerHost (${maxConnectionsPerHost}) or ${all}`
      : all;
  const hint = `connection pool exhausted: waited for one of ${places}`;
  return new TimeoutError('total', limit, context.isQueued ? { hint, sent: 'none' } : {});
}
