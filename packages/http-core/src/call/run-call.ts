import type { Lifecycle } from '../client/lifecycle.ts';
import type { Send } from '../plugin.ts';
import type { Pending } from '../response/response-promise.ts';
import type { CallContext } from './call-context.ts';
import { failed, finished, started } from './call-events.ts';
import { failureOf } from './call-failure.ts';
import { captureFrames } from './call-site.ts';
import { type CallFactory, type CallInput, prepareCall } from './prepare-call.ts';
import { CallWatch } from './watch-call.ts';

/** A client's working parts, shared by its verbs. */
export interface Engine extends CallFactory {
  readonly lifecycle: Lifecycle;
  readonly send: Send<CallContext>;
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
    return send(engine, context, pending);
  } catch (error) {
    return Promise.reject(fail(context, error, frames ?? captureFrames(runCall)));
  }
}

function send(engine: Engine, context: CallContext, pending: Pending): Promise<unknown> {
  const watch = new CallWatch(context, engine.lifecycle);
  const rejected = (error: unknown): never => {
    watch.release();
    throw fail(context, error, context.frames ?? captureFrames(rejected));
  };
  let answer: ReturnType<typeof engine.send>;
  try {
    answer = engine.send(context);
  } catch (error) {
    watch.release();
    throw error;
  }
  return answer.then((response) => {
    pending.response = response;
    watch.release(response);
    finished(context, response);
    return pending.isDecoded ? response.data : response;
  }, rejected);
}

function fail(context: CallContext | undefined, error: unknown, frames: string | undefined): unknown {
  const failure = failureOf(context, error, frames);
  if (context !== undefined) failed(context, failure);
  return failure;
}
