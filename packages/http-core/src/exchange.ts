import type { HopContext } from './call/attempt-context.ts';
import { capStream, decodeBuffered, decodeStream, parseContentCodings } from './decompress.ts';
import { ResponseTooLargeError } from './errors/index.ts';
import { applyFraming } from './headers/framing.ts';
import { type CallSettings, defaultMaxResponseBytes } from './options/call-settings.ts';
import type { Send } from './plugin.ts';
import { isRedirect } from './redirect/locations.ts';
import { HttpResponse, type HttpResponseInit, type ResponseHeaders } from './response.ts';
import { ResponseBody } from './response/response-body.ts';
import type { Segment, Settling } from './segment.ts';
import { errorBodyLimit } from './steps/status.ts';
import { OutgoingRequest } from './transport/outgoing-request.ts';
import { proxyHeaders } from './transport/proxy-headers.ts';
import type { ProxyTarget, Transport, WireResponse } from './transport/transport.ts';

/** Which proxy, if any, a target goes through. */
export type ProxyFor = (target: URL) => ProxyTarget | undefined;

const noRedirects: readonly string[] = Object.freeze([]);

/** The innermost step: one exchange over the transport, its body decoded and capped. */
export function exchangeSegment(
  transport: Transport,
  proxyFor: ProxyFor | undefined,
): Segment<HopContext, HopContext> {
  const source = (hop: HopContext): Promise<WireResponse> => {
    try {
      hop.outgoing = outgoingFor(hop, proxyFor);
      return transport.exchange(hop.outgoing);
    } catch (error) {
      return Promise.reject(error);
    }
  };
  // What comes from a transport is no response yet: the first step makes one of it.
  return {
    enter: (hop) => hop,
    source: source as unknown as Send<HopContext>,
    steps: [receiveStep as unknown as Settling<HopContext>],
  };
}

const receiveStep = {
  fulfilled(hop: HopContext, wire: WireResponse): HttpResponse | Promise<HttpResponse> {
    hop.outgoing?.end();
    return received(hop, wire);
  },
  rejected(hop: HopContext, error: unknown): never {
    hop.outgoing?.end();
    throw error;
  },
};

function outgoingFor(hop: HopContext, proxyFor: ProxyFor | undefined): OutgoingRequest {
  const { call, request, settings } = hop;
  // What layers have added is held to the same framing rules as what the caller gave, and the body to what they tell.
  const { contentLength } =
    request.headers.toRecord() === call.framedHeaders
      ? request
      : applyFraming(request.method, request.headers, request.body);
  const proxy = proxyFor?.(request.location);
  const record = request.headers.toRecord();
  const headers = proxyFor === undefined ? record : proxyHeaders(record, request.location, proxy);
  const outgoing = new OutgoingRequest(hop, headers, contentLength, proxy);
  if (!call.isStreamed) {
    outgoing.collect = settings.maxResponseBytes ?? defaultMaxResponseBytes;
    outgoing.limitFor = limitFor;
  }
  return outgoing;
}

function limitFor(
  outgoing: OutgoingRequest,
  settings: CallSettings,
  status: number,
  rawHeaders: readonly string[],
): number | undefined {
  if (isReadByOthers(settings, status, rawHeaders)) return undefined;
  if (settings.onDownloadProgress !== undefined) outgoing.expected = lengthOf({ rawHeaders });
  return outgoing.collect;
}

/** Heads whose body is dropped or cut short rather than collected: redirects to follow, errors to raise. */
function isReadByOthers(settings: CallSettings, status: number, rawHeaders: readonly string[]): boolean {
  if (status < 300 || status > 599) return false;
  return status < 400
    ? settings.redirect.follow && isRedirect({ status, rawHeaders })
    : settings.throwOnStatus;
}

function received(hop: HopContext, wire: WireResponse): HttpResponse | Promise<HttpResponse> {
  const { settings, record, call } = hop;
  record.reusedSocket = wire.isReusedSocket;
  record.sent = 'complete';
  // Reading the headers of a success would make them.
  const isReadHere = wire.status >= 300 && isReadByOthers(settings, wire.status, wire.rawHeaders);
  // Of a redirect that is followed nobody reads the body, whatever its coding.
  const isDecoded = settings.decompress && !(isReadHere && wire.status < 400);
  const codings = isDecoded ? codingsOf(hop, wire) : undefined;
  if (wire.body instanceof Uint8Array) {
    if (codings === undefined || codings.length === 0 || wire.body.byteLength === 0) {
      return toResponse(hop, wire, wire.body);
    }
    const limit = settings.maxResponseBytes ?? defaultMaxResponseBytes;
    return decodeBuffered(wire.body, codings, limit).then((bytes) => toResponse(hop, wire, bytes));
  }
  const cap = settings.maxResponseBytes ?? (call.isStreamed ? Infinity : defaultMaxResponseBytes);
  // What the caller never gets is cut short where it is read, and fails nothing by its size.
  const limit = isReadHere ? Infinity : cap;
  refuseDeclared(wire, limit, codings);
  const source =
    codings === undefined || codings.length === 0
      ? capStream(wire.body, limit)
      : decodeStream(wire.body, codings, limit);
  const response = toResponse(hop, wire, new ResponseBody(source, bodyContext(hop, wire)));
  if (isReadHere ? wire.status < 400 : call.isStreamed) return response;
  // Inside the attempt, so that its limits cover an error's body too, and one that came as a stream all the same.
  const reading = isReadHere ? response.readAtMost(Math.min(errorBodyLimit, cap)) : response.bytes();
  return reading.then(() => response);
}

function toResponse(hop: HopContext, wire: WireResponse, body: Uint8Array | ResponseBody): HttpResponse {
  return new HttpResponse(new ReceivedInit(hop, wire, body));
}

/** A class, because V8 comes to make literals of such a site in the old generation, where they keep what they hold. */
class ReceivedInit implements HttpResponseInit {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly head: ResponseHeaders;
  readonly timings: WireResponse['timings'];
  readonly request: HttpResponseInit['request'];
  readonly redirects: readonly string[] = noRedirects;
  readonly attempts: HttpResponseInit['attempts'];
  readonly body: Uint8Array | ResponseBody;
  readonly maxBytes: number;

  constructor(hop: HopContext, wire: WireResponse, body: Uint8Array | ResponseBody) {
    this.status = wire.status;
    this.statusText = wire.statusText;
    this.httpVersion = wire.httpVersion;
    this.head = wire;
    this.timings = wire.timings;
    this.request = hop.request;
    this.attempts = hop.call.attempts;
    this.body = body;
    this.maxBytes = hop.settings.maxResponseBytes ?? defaultMaxResponseBytes;
  }
}

function codingsOf(hop: HopContext, wire: WireResponse): ReturnType<typeof parseContentCodings> {
  try {
    return parseContentCodings(headerOf(wire, 'content-encoding'));
  } catch (error) {
    wire.destroy();
    throw error;
  }
}

function refuseDeclared(
  wire: WireResponse,
  limit: number,
  codings: { readonly length: number } | undefined,
): void {
  if (limit === Infinity || (codings !== undefined && codings.length > 0)) return;
  const declared = Number(headerOf(wire, 'content-length'));
  if (!(declared > limit)) return;
  wire.destroy();
  throw new ResponseTooLargeError('declared', limit);
}

function bodyContext(hop: HopContext, wire: WireResponse): ConstructorParameters<typeof ResponseBody>[1] {
  const { settings, lifetime, call } = hop;
  const { onDownloadProgress } = settings;
  // Of an encoded body only the length on the wire is known.
  const isEncoded = settings.decompress && headerOf(wire, 'content-encoding') !== undefined;
  const total = isEncoded ? undefined : lengthOf(wire);
  return {
    clock: call.host.clock,
    lifetime,
    idle: settings.timeouts.idle,
    destroy: () => wire.destroy(),
    onReceived:
      onDownloadProgress === undefined
        ? undefined
        : (transferred) => onDownloadProgress({ transferred, total }),
    finish: (error) => call.finish(error),
  };
}

function lengthOf(head: ResponseHeaders): number | undefined {
  const length = headerOf(head, 'content-length');
  return length === undefined ? undefined : Number(length);
}

/** All values of one header, joined as a list; the name in lower case. */
function headerOf(head: ResponseHeaders, name: string): string | undefined {
  if (head.header !== undefined) {
    const values = head.header(name);
    return typeof values === 'object' ? values.join(', ') : values;
  }
  const { rawHeaders } = head;
  let value: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index] as string;
    if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    const one = rawHeaders[index + 1] as string;
    value = value === undefined ? one : `${value}, ${one}`;
  }
  return value;
}
