import type { Clock, Transport, WireRequest, WireResponse } from '@x/http-core';

import { ExchangeCourse } from '../mock/exchange-course.ts';
import { MockExchange } from '../mock/mock-exchange.ts';
import { MockRequest } from '../mock/mock-request.ts';
import { prepareReply } from '../mock/reply.ts';
import { newStep } from '../mock/step.ts';
import { AbortRelay } from './abort-relay.ts';
import type { Cassette, Lookup } from './cassette.ts';
import { decodeContent } from './decode-content.ts';
import { replyOf, storeRequest, storeResponse, type StoredResponse } from './entry.ts';
import { RecordedBody } from './recorded-body.ts';
import { readUpload, RecordedUpload } from './recorded-upload.ts';
import type { RecorderMode, RecorderSettings } from './recorder-options.ts';

/** Sends exchanges through another transport and keeps them, or answers them from a cassette. */
export class RecordingTransport implements Transport {
  readonly name: string;
  readonly features: Transport['features'];
  readonly #inner: Transport;
  readonly #cassette: Cassette;
  readonly #settings: RecorderSettings;
  readonly #mode: RecorderMode;
  readonly #clock: Clock;

  constructor(
    inner: Transport,
    cassette: Cassette,
    settings: RecorderSettings,
    mode: RecorderMode,
    clock: Clock,
  ) {
    this.name = `recorder(${inner.name})`;
    this.features = inner.features;
    this.#inner = inner;
    this.#cassette = cassette;
    this.#settings = settings;
    this.#mode = mode;
    this.#clock = clock;
  }

  async exchange(wire: WireRequest): Promise<WireResponse> {
    const relay = new AbortRelay(wire);
    this.#cassette.load();
    const { body, method, url } = wire;
    const isSource = body !== undefined && !(body instanceof Uint8Array);
    if (isSource && !this.#cassette.mayAnswer(method, this.#settings.redactor.url(url), this.#mode)) {
      const upload = new RecordedUpload(body);
      return this.#record(withBody(wire, upload, relay), () => upload.bytes, this.#cassette.place());
    }
    // Read before anything is sent: it is part of what the request is known by. Its framing is decided: a source stays one.
    const bytes = await relay.race(readUpload(body));
    const known = withBody(wire, isSource ? once(bytes) : body, relay);
    const found = this.#cassette.find(storeRequest(wire, bytes, this.#settings.redactor), this.#mode);
    return found.kind === 'replay'
      ? this.#replay(known, relay, found.response)
      : this.#record(known, () => bytes, found);
  }

  async close(): Promise<void> {
    await this.#inner.close();
    await this.#cassette.save();
  }

  #replay(wire: WireRequest, relay: AbortRelay, response: StoredResponse): Promise<WireResponse> {
    const { bytes, ...head } = replyOf(response);
    const step = newStep({ kind: 'reply', reply: prepareReply({ ...head, body: bytes }) }, 1);
    if (response.isCut === true) step.shape = { ...step.shape, truncatedAfter: bytes.byteLength };
    const course = new ExchangeCourse(this.#clock);
    relay.handTo((reason) => {
      course.fail(reason);
      return course.ledgerEvidence;
    });
    const request = new MockRequest(wire, 0, this.#clock.now(), undefined);
    return new MockExchange(wire, request, {
      course,
      needsBody: () => false,
      take: () => step,
      takeSocket: () => false,
      over: () => {},
      report: () => {},
    }).run();
  }

  async #record(
    wire: WireRequest,
    bytesOf: () => Uint8Array,
    slot: Extract<Lookup, { readonly kind: 'record' }>,
  ): Promise<WireResponse> {
    const { redactor } = this.#settings;
    const keep = (response: WireResponse, bytes: Uint8Array, isCut: boolean): void => {
      // Of a body that is cut in the middle of a coding nothing can be read.
      const isCoded = isCut && response.rawHeaders.some((name) => name.toLowerCase() === 'content-encoding');
      const plain = isCoded ? new Uint8Array(0) : decodeContent(bytes, response.rawHeaders);
      slot.keep(storeRequest(wire, bytesOf(), redactor), storeResponse(response, plain, isCut, redactor));
    };
    try {
      const response = await this.#inner.exchange(readable(wire));
      if (response.body instanceof Uint8Array) {
        keep(response, response.body, false);
        return response;
      }
      const recorded = new RecordedBody(response.body, (chunks, outcome) => {
        if (outcome === 'failed') slot.drop();
        else keep(response, Buffer.concat(chunks), outcome === 'cut');
      });
      return withRecorded(response, recorded);
    } catch (error) {
      slot.drop();
      throw error;
    }
  }
}

function withRecorded(response: WireResponse, recorded: RecordedBody): WireResponse {
  const { status, statusText, rawHeaders, httpVersion, timings, isReusedSocket } = response;
  const destroy = (): void => {
    recorded.cut();
    response.destroy();
  };
  return { status, statusText, rawHeaders, httpVersion, body: recorded, destroy, timings, isReusedSocket };
}

/** The same request with another body, and with an abort that goes by way of the relay. */
function withBody(wire: WireRequest, body: WireRequest['body'], relay: AbortRelay): WireRequest {
  const { method, url, headers, contentLength, proxy, collect, collectFor, freshSocket, timeouts } = wire;
  return {
    method,
    url,
    headers,
    body,
    contentLength,
    proxy,
    collect,
    collectFor,
    freshSocket,
    timeouts,
    onAbort: relay.handTo,
    onProgress: wire.onProgress === undefined ? undefined : (sent) => wire.onProgress?.(sent),
    onReceived: wire.onReceived === undefined ? undefined : (received) => wire.onReceived?.(received),
    onQueue: wire.onQueue === undefined ? undefined : (isWaiting) => wire.onQueue?.(isWaiting),
  };
}

/** Asks for a body that can be read in the cassette. */
function readable(wire: WireRequest): WireRequest {
  if (!Object.hasOwn(wire.headers, 'accept-encoding')) return wire;
  const headers = Object.assign(Object.create(null) as object, wire.headers, {
    'accept-encoding': 'identity',
  });
  return { ...wire, headers };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.byteLength > 0) yield bytes;
}
