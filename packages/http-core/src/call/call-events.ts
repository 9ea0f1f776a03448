import { isClientError, TimeoutError } from '../errors/index.ts';
import type { HttpResponse } from '../response.ts';
import type { CallContext } from './call-context.ts';

/** Tells the listeners that a call has begun. */
export function started(context: CallContext): void {
  emit(context, 'request.started', nothing);
}

/** Tells the listeners that a call has come to a response. */
export function finished(context: CallContext, response: HttpResponse): void {
  emit(context, 'request.finished', () => ({ status: response.status, attempts: context.attempts.length }));
}

/** Tells the listeners what a call failed with. */
export function failed(context: CallContext, error: unknown): void {
  const code = isClientError(error) ? error.code : undefined;
  emit(context, 'request.failed', () => ({ error, code, attempts: context.attempts.length }));
  if (error instanceof TimeoutError) {
    emit(context, 'timeout.exceeded', () => ({ phase: error.phase, limit: error.limit }));
  }
}

const nothing = (): object => ({});

function emit(context: CallContext, event: string, detail: () => object): void {
  const { events, clock } = context.host;
  if (!events.hasListeners(event)) return;
  const { method, url } = context.request;
  events.emit(event, { method, url, elapsed: clock.now() - context.startedAt, ...detail() });
}
