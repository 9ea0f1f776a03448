import {
  NetworkError,
  ProtocolError,
  ResponseTooLargeError,
  TimeoutError,
  type TransportError,
} from '../errors/index.ts';
import { concatenate } from '../response/concatenate.ts';
import type { Clock } from '../time/clock.ts';
import { fetchBody } from './fetch-body.ts';
import { PhaseTimer } from './phase-timer.ts';
import type { WireRequest, WireResponse } from './transport.ts';

/** Headers the platform sets itself and refuses from us. */
const platformHeaders: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
]);
/** A browser hides a redirect that it does not follow itself; Node shows it. */
const canSeeRedirects = (): boolean => globalThis.process?.versions?.node !== undefined;

/** What belongs to one exchange while it is under way. */
interface Progress {
  readonly clock: Clock;
  readonly startedAt: number;
  readonly controller: AbortController;
  readonly timer: PhaseTimer;
}

/** One exchange over `fetch`. */
export async function fetchExchange(
  fetch: typeof globalThis.fetch,
  clock: Clock,
  request: WireRequest,
): Promise<WireResponse> {
  const startedAt = clock.now();
  const controller = new AbortController();
  let aborted: { readonly reason: unknown } | undefined;
  const abort = (reason: unknown): void => {
    aborted ??= { reason };
    // Without the reason: the platform writes a stack of its own onto it.
    controller.abort();
  };
  request.onAbort(abort);
  let broken: { readonly error: unknown } | undefined;
  const failed = (error: unknown): void => void (broken ??= { error });
  const timer = new PhaseTimer(clock, { expired: (phase, limit) => abort(new TimeoutError(phase, limit)) });
  try {
    const { body: given } = request;
    const upload = given === undefined ? undefined : await fetchBody(given, controller.signal, failed);
    timer.start('headers', request.timeouts.headers);
    const response = await fetch(request.url, init(request, upload, controller.signal));
    timer.stop();
    const body = response.body === null ? undefined : whole(response.body, request, () => aborted);
    return await toWire(response, body, request, { clock, startedAt, controller, timer });
  } catch (error) {
    timer.stop();
    if (aborted !== undefined) throw aborted.reason;
    if (broken !== undefined) throw broken.error;
    throw error instanceof TypeError ? unreachable(request, error) : error;
  }
}

/** The body, whose failure is the abort or that it was cut short: the platform tells no more than that it was terminated. */
async function* whole(
  body: ReadableStream<Uint8Array>,
  request: WireRequest,
  abortOf: () => { readonly reason: unknown } | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Not by async iteration, which not every browser has.
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    const aborted = abortOf();
    if (aborted !== undefined) throw aborted.reason;
    const { cause = error } = error as { cause?: unknown };
    const message = `The response of ${authorityOf(request)} was cut short`;
    throw new NetworkError('truncated', message, { cause, sent: 'complete', responseStarted: true });
  } finally {
    void reader.cancel().catch(() => {});
  }
}

function init(
  request: WireRequest,
  body: Uint8Array | ReadableStream | Blob | undefined,
  signal: AbortSignal,
): RequestInit {
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(request.headers)) {
    if (platformHeaders.has(name)) continue;
    for (const one of typeof value === 'string' ? [value] : value) headers.push([name, one]);
  }
  return {
    method: request.method,
    headers,
    signal,
    redirect: canSeeRedirects() ? 'manual' : 'follow',
    ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']>, duplex: 'half' }),
  };
}

async function toWire(
  response: Response,
  stream: AsyncIterable<Uint8Array> | undefined,
  request: WireRequest,
  { clock, startedAt, controller, timer }: Progress,
): Promise<WireResponse> {
  const headersAt = clock.now();
  // The platform has decoded the body: its coding and its length on the wire say nothing of these bytes.
  const rawHeaders = [...response.headers]
    .filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
    .flat();
  const { status, statusText } = response;
  const limit = request.collectFor === undefined ? request.collect : request.collectFor(status, rawHeaders);
  const empty = new Uint8Array(0);
  const body =
    stream === undefined
      ? empty
      : limit === undefined
        ? stream
        : await collect(stream, limit, request, timer);
  const now = clock.now();
  return {
    status,
    statusText,
    rawHeaders,
    httpVersion: '1.1',
    body,
    destroy: () => controller.abort(),
    timings: { headers: headersAt - startedAt, body: now - headersAt, total: now - startedAt },
    isReusedSocket: false,
  };
}

async function collect(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
  request: WireRequest,
  timer: PhaseTimer,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  timer.start('idle', request.timeouts.idle);
  for await (const chunk of stream) {
    timer.restart();
    chunks.push(chunk);
    length += chunk.byteLength;
    request.onReceived?.(length);
    if (length > limit) throw new ResponseTooLargeError('streamed', limit);
  }
  timer.stop();
  return concatenate(chunks, length);
}

/** `fetch` tells no more than that it failed; Node's keeps the system error as the cause. */
function unreachable(request: WireRequest, error: TypeError): TransportError {
  const { cause = error } = error as { cause?: unknown };
  const { code, name } = cause as { code?: unknown; name?: unknown };
  const authority = authorityOf(request);
  const cannotConnect = `Cannot connect to host ${authority}`;
  if (code === 'ECONNREFUSED') return new NetworkError('refused', cannotConnect, { cause, sent: 'none' });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new NetworkError('dns', cannotConnect, { cause, sent: 'none', retryable: code === 'EAI_AGAIN' });
  }
  // The parser of Node's fetch gives its errors a name and no code.
  if (name === 'HTTPParserError') {
    return new ProtocolError('framing', `The response of ${authority} is not HTTP`, {
      cause,
      sent: 'complete',
    });
  }
  return new NetworkError('reset', `The exchange with ${authority} failed`, { cause, sent: 'partial' });
}

function authorityOf({ url: { hostname, port, protocol } }: WireRequest): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}
