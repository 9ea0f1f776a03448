import type { AttemptContext } from '../call/attempt-context.ts';
import type { CallContext } from '../call/call-context.ts';
import type { Call } from '../call/context.ts';
import { classify } from '../classify.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';
import type { Settling } from '../segment.ts';

/** For a client without a retry plugin: one try, and the one silent retry; `inner` makes an attempt. */
export function retryBridge(inner: Send<AttemptContext>): Settling<{ readonly call: CallContext }> {
  return {
    rejected: ({ call }, error) => again(inner, call, error),
  };
}

function again(inner: Send<AttemptContext>, call: CallContext, error: unknown): Promise<HttpResponse> {
  if (!mayRetryStale(call, error)) throw error;
  return inner(call.beginAttempt({ reason: staleReason, freshSocket: true }));
}

/** What the ledger says of the silent retry. */
export const staleReason = 'the kept-alive socket had gone stale';

/** Whether a failed attempt may go out once more, silently: stale socket, idempotent and replayable. */
export function mayRetryStale(call: Call, error: unknown): boolean {
  return classify(error).isStale && call.isIdempotent && call.request.isReplayable;
}
