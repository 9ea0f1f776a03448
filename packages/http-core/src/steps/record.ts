import type { AttemptContext } from '../call/attempt-context.ts';
import { isClientError } from '../errors/index.ts';
import type { HttpResponse } from '../response.ts';
import type { Settling } from '../segment.ts';

/** Tells the listeners that an attempt begins. */
export function beginRecord(attempt: AttemptContext): AttemptContext {
  const { events } = attempt.call.host;
  if (events.hasListeners('attempt.started')) {
    const { method, url } = attempt.request;
    const { delay, reason } = attempt.record;
    events.emit('attempt.started', { method, url, attempt: attempt.attempt, delay, reason });
  }
  return attempt;
}

/** Outermost of an attempt: writes into the ledger what it came to, and tells the listeners. */
export const recordStep: Settling<{ readonly attemptContext: AttemptContext }> = {
  fulfilled({ attemptContext }, response) {
    succeeded(attemptContext, response);
    return response;
  },
  rejected({ attemptContext }, error) {
    failed(attemptContext, error);
    throw error;
  },
};

function succeeded(attempt: AttemptContext, response: HttpResponse): void {
  const { record } = attempt;
  record.status = response.status;
  record.timings = response.timings;
  finished(attempt);
}

function failed(attempt: AttemptContext, error: unknown): void {
  const { record } = attempt;
  if (isClientError(error)) {
    record.error = error.code;
    record.sent = error.sent ?? record.sent;
    const { reused, timings } = error as { reused?: boolean; timings?: typeof record.timings };
    record.reusedSocket = reused ?? record.reusedSocket;
    record.timings = timings ?? record.timings;
  } else record.error = error instanceof Error ? error.name : typeof error;
  finished(attempt);
}

function finished(attempt: AttemptContext): void {
  const { record, call } = attempt;
  record.duration = call.host.clock.now() - attempt.startedAt;
  if (!call.host.events.hasListeners('attempt.finished')) return;
  const { status, error, duration } = record;
  const { method, url } = attempt.request;
  call.host.events.emit('attempt.finished', {
    method,
    url,
    attempt: record.attempt,
    status,
    error,
    duration,
  });
}
