import type { Attempt, Call } from '../call/context.ts';
import { classify } from '../classify.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';

/** The straight way from call to attempt, for a client without a retry plugin: one try, and the one silent retry. */
export function retryBridge(inner: Send<Attempt>): Send<Call> {
  return (call) => {
    const first = inner(call.beginAttempt());
    return first.then(undefined, (error: unknown) => again(inner, call, error));
  };
}

function again(inner: Send<Attempt>, call: Call, error: unknown): Promise<HttpResponse> {
  if (!mayRetryStale(call, error)) throw error;
  return inner(call.beginAttempt({ reason: staleReason, freshSocket: true }));
}

/** What the ledger says of the silent retry. */
export const staleReason = 'the kept-alive socket had gone stale';

/** Whether a failed attempt may go out once more, silently: stale socket, idempotent and replayable. */
export function mayRetryStale(call: Call, error: unknown): boolean {
  return classify(error).isStale && call.isIdempotent && call.request.isReplayable;
}
