import type { Lifecycle } from '../client/lifecycle.ts';
import { type ClientError, InterceptorError, isClientError } from '../errors/index.ts';
import type { CoreCallOptions } from '../options/call-options.ts';
import type { Send } from '../plugin.ts';
import type { Pending } from '../response/response-promise.ts';
import type { CallContext } from './call-context.ts';
import { failed, finished, started } from './call-events.ts';
import { captureFrames, setFrames } from './call-site.ts';
import { type CallFactory, type CallInput, prepareCall } from './prepare-call.ts';
import { type Release, watchCall } from './watch-call.ts';

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
  let release: Release | undefined;
  try {
    engine.lifecycle.check();
    context = prepareCall(engine, input);
    const begun = context;
    context.finish = (error) => finish(begun, error, frames);
    pending.isDecoded = 'schema' in context.options;
    started(context);
    release = watchCall(context, engine.lifecycle);
    const response = await engine.send(context);
    pending.response = response;
    release(response);
    finished(context, response);
    return pending.isDecoded ? response.data : response;
  } catch (error) {
    release?.();
    const failure = finish(context, error, frames ?? captureFrames(runCall));
    if (context !== undefined) failed(context, failure);
    throw failure;
  }
}

/** What a failure becomes before the caller sees it: of the tree, with ledger, request and call site. */
function finish(context: CallContext | undefined, raised: unknown, frames: string | undefined): unknown {
  context?.request.body?.destroy(raised);
  // By identity and not by class: the caller may abort with an error of the tree, which is not ours to change.
  if (context !== undefined && isAbortOfCaller(context, raised)) return raised;
  const error = isClientError(raised) ? raised : new InterceptorError('middleware', { cause: raised });
  if (frames !== undefined) setFrames(error, frames);
  if (context !== undefined) describe(error, context);
  return error;
}

function isAbortOfCaller(context: CallContext, raised: unknown): boolean {
  const { signal } = context.options as CoreCallOptions;
  return signal?.aborted === true && raised === signal.reason;
}

function describe(error: ClientError, context: CallContext): void {
  error.request ??= context.request;
  if (error.attempts.length === 0) error.attempts = context.attempts;
}
