import { type ClientError, InterceptorError, isClientError } from '../errors/index.ts';
import type { CoreCallOptions } from '../options/call-options.ts';
import type { CallContext } from './call-context.ts';
import { setFrames } from './call-site.ts';

/** What a failure becomes before the caller sees it: of the tree, with ledger, request and call site. */
export function failureOf(
  context: CallContext | undefined,
  raised: unknown,
  frames: string | undefined,
): unknown {
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
