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

/** Runs one call to its end. Every rejection is a `ClientError` or the caller's own `signal.reason`. */
export async function runCall(
  engine: Engine,
  input: CallInput,
  pending: Pending,
  frames: string | undefined,
): Promise<unknown> {
  let context: CallContext | undefined;
  let watch: CallWatch | undefined;
  try {
    engine.lifecycle.check();
    context = prepareCall(engine, input);
    context.frames = frames;
    pending.isDecoded = 'schema' in context.options;
    started(context);
    watch = new CallWatch(context, engine.lifecycle);
    const response = await engine.send(context);
    pending.response = response;
    watch.release(response);
    finished(context, response);
    return pending.isDecoded ? response.data : response;
  } catch (error) {
    watch?.release();
    const failure = failureOf(context, error, frames ?? captureFrames(runCall));
    if (context !== undefined) failed(context, failure);
    throw failure;
  }
}
