import type { Lifecycle } from '../client/lifecycle.ts';
import { TimeoutError } from '../errors/index.ts';
import type { CoreCallOptions } from '../options/call-options.ts';
import type { HttpResponse } from '../response.ts';
import type { Timer } from '../time/clock.ts';
import type { CallContext } from './call-context.ts';

/** Ties a call to its caller's signal, its deadline and its client: one listener, one timer, all of them gone afterwards. */
export class CallWatch {
  protected readonly context: CallContext;
  readonly #lifecycle: Lifecycle;
  readonly #onAbort: (() => void) | undefined;
  readonly #timer: Timer | undefined;
  readonly #entered: number;
  #isReleased = false;

  /** Throws the signal's reason when it is aborted already. */
  constructor(context: CallContext, lifecycle: Lifecycle) {
    this.context = context;
    this.#lifecycle = lifecycle;
    const { signal } = context.options as CoreCallOptions;
    this.#onAbort = signal === undefined || signal === null ? undefined : listenTo(signal, context);
    const limit = context.settings.timeouts.total;
    this.#timer =
      limit === undefined ? undefined : context.host.clock.schedule(limit, () => this.#late(limit));
    this.#entered = lifecycle.enter(context.lifetime);
  }

  /** Ends the watch: at once on a failure, with the body's end on a streamed response. */
  release(response?: HttpResponse): void {
    this.#timer?.cancel();
    if (response === undefined || response.peek() !== undefined) this.#leave();
    else response.onEnd(() => this.#leave());
  }

  #leave(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    if (this.#onAbort !== undefined) {
      (this.context.options as CoreCallOptions).signal?.removeEventListener('abort', this.#onAbort);
    }
    this.#lifecycle.leave(this.#entered);
  }

  #late(limit: number): void {
    this.context.lifetime.abort(late(this.context, limit));
  }
}

/** Aborts the lifetime as well when it is too late, so that the reason counts as the caller's own. */
function listenTo(signal: AbortSignal, { lifetime }: CallContext): () => void {
  const onAbort = (): void => lifetime.abort(signal.reason);
  if (signal.aborted) {
    onAbort();
    throw signal.reason;
  }
  signal.addEventListener('abort', onAbort);
  return onAbort;
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
