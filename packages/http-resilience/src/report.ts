import type { Attempt, Host } from '@x/http-core';

/** The stable names of what this plugin tells. */
export type ResilienceEvent =
  | 'retry.scheduled'
  | 'retry.giving_up'
  | 'retry.budget_refused'
  | 'retry.streaming_refused'
  | 'bulkhead.rejected'
  | 'circuit.opened'
  | 'circuit.half_open'
  | 'circuit.closed'
  | 'circuit.rejected';

/** Tells the client's listeners, with the request's method, URL and key; free when nobody listens. The one emission point. */
export function report(
  host: Host,
  event: ResilienceEvent,
  { request }: Pick<Attempt, 'request'>,
  detail: Readonly<Record<string, unknown>>,
): void {
  if (!host.hasListeners(event)) return;
  const { method, url, location } = request;
  host.emit(event, { key: location.origin, method, url, ...detail });
}
