import type { AttemptRecord } from '../../src/call/ledger.ts';
import * as errors from '../../src/errors/index.ts';
import type { RequestSummary } from '../../src/request.ts';
import type { HttpResponse } from '../../src/response.ts';

/** Stands for every kind of secret; it must be in nothing that is printed. */
export const secret = 'hunter2secret';

const secretUrl = `https://ada:${secret}@api.example.com/users?api_key=${secret}&page=2&TOKEN=${secret}#access_token=${secret}`;

const secretHeaders = {
  authorization: `Bearer ${secret}`,
  cookie: `a=${secret}`,
  'proxy-authorization': secret,
};

export const request = { method: 'GET', url: secretUrl, headers: secretHeaders } as unknown as RequestSummary;

export interface FakeResponse {
  readonly statusText?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly url?: string;
  readonly attempts?: readonly AttemptRecord[];
}

/** A response of the shape that errors use, with secrets in its request and its headers. */
export function fakeResponse(status: number, fake: FakeResponse = {}): HttpResponse {
  const { statusText = '', headers = {}, body, url = secretUrl, attempts = [] } = fake;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    status,
    statusText,
    headers: new Headers({ 'set-cookie': `sid=${secret}`, ...headers }),
    url,
    request: { ...request, url },
    attempts,
    peek: () => bytes,
  } as unknown as HttpResponse;
}

export function attempt(number: number, fields: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    attempt: number,
    delay: number === 1 ? 0 : 200,
    reason: number === 1 ? undefined : 'status 503',
    status: 503,
    error: undefined,
    stopped: undefined,
    redirects: 0,
    sent: 'complete',
    reusedSocket: false,
    timings: { total: 12 },
    duration: 12.3,
    notes: [],
    ...fields,
  };
}

/** A foreign error that holds secrets in every place a library leaves them. */
export function foreignCause(): Error {
  const cause = new Error(`GET ${secretUrl} failed with authorization: Bearer ${secret}`);
  return Object.assign(cause, {
    code: 'ECONNREFUSED',
    options: { headers: secretHeaders },
    config: { url: secretUrl },
  });
}

/** One error of every class, each told everything it can be told. */
export function samples(): Map<string, errors.ClientError> {
  const cause = foreignCause();
  const attempts = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => attempt(number));
  const timings = { queued: 1, dns: 2, connect: 3, tls: 4, upload: 5, headers: 6, total: 21 };
  const details = { cause, request, response: fakeResponse(200), sent: 'partial' as const };
  const transport = { ...details, reused: true, responseStarted: false, timings };
  const retry = { ...details, attempts, lastError: cause, lastResponse: fakeResponse(503) };
  const message = `refused ${secretUrl}, Authorization: Basic ${secret}`;
  const made: errors.ClientError[] = [
    new errors.ClientError(message, details),
    new errors.ConfigurationError(message, {
      ...details,
      issues: [{ path: ['proxy'], message, source: 'config.yaml:3' }],
    }),
    new errors.MissingDecoderError(message, details),
    new errors.InvalidRequestError(message, details),
    new errors.UnsafeUrlError(message, details),
    new errors.ClientNotOpenError('users'),
    new errors.ClientClosedError('users', details),
    new errors.TransportError(message, transport),
    new errors.NetworkError('refused', message, transport),
    new errors.ProxyError(message, { ...transport, proxyStatus: 407 }),
    new errors.TlsError(message, { ...transport, reason: 'CERT_HAS_EXPIRED' }),
    new errors.ProtocolError('framing', message, transport),
    new errors.TimeoutError('headers', 30_000, { ...transport, hint: message }),
    new errors.RedirectError('downgrade', message, { ...details, location: secretUrl }),
    new errors.TooManyRedirectsError(10, { ...details, location: secretUrl }),
    new errors.StatusError(fakeResponse(418)),
    ...[400, 401, 403, 404, 409, 422, 429, 418, 500, 503, 599].map((status) =>
      errors.statusErrorFor(fakeResponse(status)),
    ),
    new errors.ResponseTooLargeError('streamed', 64, details),
    new errors.DecodeError(message, {
      ...details,
      schema: { secret },
      original: cause,
      issues: [{ path: ['user', 'password'], message: `received ${secret}` }],
    }),
    new errors.InterceptorError('request', details),
    new errors.ResilienceError(message, details),
    new errors.RetryExhaustedError(retry),
    new errors.RetryBudgetExhaustedError(retry),
    new errors.BulkheadFullError({ ...details, maxConcurrent: 10, acquireTimeout: 1000 }),
    new errors.CircuitOpenError({ ...details, key: secretUrl, retryAfter: 5000 }),
  ];
  for (const error of made) error.attempts = attempts;
  return new Map(made.map((error) => [error.name, error]));
}

/** Every class that the index exports, by name. */
export function classes(): Map<string, typeof errors.ClientError> {
  const isClass = (value: unknown): boolean => typeof value === 'function' && Object.hasOwn(value, 'kind');
  return new Map(
    Object.entries(errors).filter(([, value]) => isClass(value)) as [string, typeof errors.ClientError][],
  );
}
