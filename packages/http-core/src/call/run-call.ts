import type { Lifecycle } from '../client/lifecycle.ts';
import type { HttpResponse } from '../response.ts';
import type { Pending } from '../response/response-promise.ts';
import type { CallEnd, Run } from '../steps/deadline.ts';
import type { CallContext } from './call-context.ts';
import { failed, finished, started } from './call-events.ts';
import { failureOf } from './call-failure.ts';
import { captureFrames } from './call-site.ts';
import { type CallFactory, type CallInput, prepareCall } from './prepare-call.ts';
import { CallWatch } from './watch-call.ts';

/** A client's working parts, shared by its verbs. */
export interface Engine extends CallFactory {
  readonly lifecycle: Lifecycle;
  readonly run: Run;
}

/**
 * Runs one call to its end. Every rejection is a `ClientError` or the caller's own `signal.reason`. No async function: a
 * suspended one holds half a kilobyte as long as the call runs.
 */
export function runCall(
  engine: Engine,
  input: CallInput,
  pending: Pending,
  frames: string | undefined,
): Promise<unknown> {
  let context: CallContext | undefined;
  try {
    engine.lifecycle.check();
    context = prepareCall(engine, input);
    context.frames = frames;
    pending.isDecoded = 'schema' in context.options;
    started(context);
    return run(engine, context, pending);
  } catch (error) {
    return Promise.reject(fail(context, error, frames ?? captureFrames(runCall)));
  }
}

function run(engine: Engine, context: CallContext, pending: Pending): Promise<unknown> {
  const watched = new WatchedCall(context, engine.lifecycle, pending);
  try {
    return engine.run(context, watched);
  } catch (error) {
    watched.release();
    throw error;
  }
}

class WatchedCall extends CallWatch implements CallEnd {
  readonly #pending: Pending;

  constructor(context: CallContext, lifecycle: Lifecycle, pending: Pending) {
    super(context, lifecycle);
    this.#pending = pending;
  }

  fulfilled(response: HttpResponse): unknown {
    const pending = this.#pending;
    pending.response = response;
    this.release(response);
    finished(this.context, response);
    return pending.isDecoded ? response.data : response;
  }

  rejected(error: unknown): unknown {
    this.release();
    return fail(this.context, error, this.context.frames ?? captureFrames(this.rejected));
  }
}

function fail(context: CallContext | undefined, error: unknown, frames: string | undefined): unknown {
  const failure = failureOf(context, error, frames);
  if (context !== undefined) failed(context, failure);
  return failure;
}
