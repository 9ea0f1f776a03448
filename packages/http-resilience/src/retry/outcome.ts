import { type HttpResponse, isClientError, NetworkError, TimeoutError } from '@x/http-core';

/** How one attempt came out: with a response, or with an error instead of one. */
export interface Outcome {
  readonly response: HttpResponse | undefined;
  readonly error: unknown;
}

/** An outcome in a few words, for the ledger and for events. */
export function describeOutcome({ response, error }: Outcome): string {
  if (response !== undefined) return `status ${response.status}`;
  if (error instanceof TimeoutError) return `timeout (${error.phase})`;
  if (error instanceof NetworkError) return `network error (${error.reason})`;
  return isClientError(error) ? error.code : 'error';
}
