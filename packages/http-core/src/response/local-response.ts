import type { RespondInit } from '../call/context.ts';
import type { AttemptRecord } from '../call/ledger.ts';
import { ownProperty } from '../own-property.ts';
import type { RequestSummary } from '../request.ts';
import { HttpResponse } from '../response.ts';
import type { Timings } from '../transport/transport.ts';

const empty = new Uint8Array(0);
const noRedirects: readonly string[] = Object.freeze([]);
const noTimings: Timings = Object.freeze({ total: 0 });

/** A response that did not come over the wire. */
export function localResponse(
  request: RequestSummary,
  attempts: readonly AttemptRecord[],
  init: RespondInit,
): HttpResponse {
  const given = ownProperty(init, 'body');
  return new HttpResponse({
    status: ownProperty(init, 'status') ?? 200,
    statusText: ownProperty(init, 'statusText') ?? '',
    head: { rawHeaders: rawHeadersOf(ownProperty(init, 'headers') ?? {}) },
    httpVersion: '1.1',
    request,
    redirects: noRedirects,
    attempts,
    timings: noTimings,
    body: typeof given === 'string' ? new TextEncoder().encode(given) : (given ?? empty),
    maxBytes: Infinity,
  });
}

/** A response around a value that a fallback gave; its body is the value as JSON. */
export function valueResponse(
  request: RequestSummary,
  attempts: readonly AttemptRecord[],
  value: unknown,
): HttpResponse {
  const json = JSON.stringify(value);
  const body = json === undefined ? {} : { body: json, headers: { 'content-type': 'application/json' } };
  const response = localResponse(request, attempts, body);
  response.isFallback = true;
  response.data = value;
  return response;
}

function rawHeadersOf(headers: NonNullable<RespondInit['headers']>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [name, value] : value.flatMap((one) => [name, one]),
  );
}
