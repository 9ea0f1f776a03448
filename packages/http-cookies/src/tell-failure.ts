import type { Host } from '@x/http-core';

/** Tells that the jar failed, as the event `cookies.failed`: nothing else comes of it. */
export function tellFailure(
  host: Host,
  operation: 'open' | 'read' | 'write',
  thrown: unknown,
  url?: string,
): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  host.emit('cookies.failed', { operation, url, error });
}
