import type { AnyClientError } from '../errors/index.ts';
import { redactUrl } from '../redact.ts';
import type { ResponsePromise } from '../response/response-promise.ts';
import type { Clock } from '../time/clock.ts';

/** What one health check or warm-up came to. */
export interface HealthReport {
  /** What was asked for, redacted. */
  readonly url: string;
  /** Whether a 2xx or 3xx came. */
  readonly ok: boolean;
  readonly status: number | undefined;
  /** Milliseconds. */
  readonly duration: number;
  readonly error: AnyClientError | undefined;
}

/** One request whose failure is data. */
export async function checkHealth(
  url: string | URL,
  clock: Clock,
  send: () => ResponsePromise<unknown>,
): Promise<HealthReport> {
  const startedAt = clock.now();
  const result = await send().result();
  const status = result.ok ? result.response.status : result.error.status;
  const duration = clock.now() - startedAt;
  const isText = typeof url === 'string' || url instanceof URL;
  // A client with `throwOnStatus: false` gets its 503 without an error.
  const ok = result.ok && status !== undefined && status >= 200 && status <= 399;
  return { url: isText ? redactUrl(url) : '', ok, status, duration, error: result.error };
}
