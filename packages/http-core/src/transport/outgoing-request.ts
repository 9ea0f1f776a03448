import type { HopContext } from '../call/attempt-context.ts';
import type { AbortListener } from '../call/lifetime.ts';
import type { CallSettings } from '../options/call-settings.ts';
import type { PhaseTimeouts } from '../options/timeouts.ts';
import type { Evidence, ProxyTarget, WireRequest } from './transport.ts';

/** Asked at the head of a response: a limit in bytes, or `undefined` to leave its body unread. */
type LimitFor = (
  outgoing: OutgoingRequest,
  settings: CallSettings,
  status: number,
  rawHeaders: readonly string[],
) => number | undefined;

/** What one hop hands to the transport; one object of one shape per exchange. */
export class OutgoingRequest implements WireRequest, AbortListener {
  readonly method: string;
  readonly href: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly contentLength: number | undefined;
  readonly proxy: ProxyTarget | undefined;
  collect: number | undefined = undefined;
  /** How much of a response with this head is collected; not asked of a streamed call. */
  limitFor: LimitFor | undefined = undefined;
  readonly freshSocket: boolean;
  readonly timeouts: PhaseTimeouts;
  readonly onProgress: ((sentBytes: number) => void) | undefined;
  readonly onReceived: ((receivedBytes: number) => void) | undefined;
  /** Bytes that the response announced, for who watches them come in. */
  expected: number | undefined = undefined;
  readonly #hop: HopContext;
  #cancel: ((reason: unknown) => Evidence | void) | undefined = undefined;

  constructor(
    hop: HopContext,
    headers: OutgoingRequest['headers'],
    contentLength: number | undefined,
    proxy: ProxyTarget | undefined,
  ) {
    const { request, settings } = hop;
    const { onUploadProgress, onDownloadProgress } = settings;
    const { body } = request;
    this.#hop = hop;
    this.method = request.method;
    this.href = request.url;
    this.headers = headers;
    this.body = body?.open(contentLength);
    this.contentLength = contentLength;
    this.proxy = proxy;
    this.freshSocket = hop.freshSocket;
    this.timeouts = settings.timeouts;
    const total = contentLength;
    this.onProgress =
      onUploadProgress === undefined ? undefined : (transferred) => onUploadProgress({ transferred, total });
    this.onReceived =
      onDownloadProgress === undefined || hop.isStreamed
        ? undefined
        : (transferred) => onDownloadProgress({ transferred, total: this.expected });
  }

  get url(): URL {
    return this.#hop.request.location;
  }

  onAbort(cancel: (reason: unknown) => Evidence | void): void {
    const { lifetime } = this.#hop;
    this.#cancel = cancel;
    if (lifetime.isAborted) this.aborted(lifetime.reason);
    else lifetime.listen(this);
  }

  aborted(reason: unknown): void {
    const evidence = this.#cancel?.(reason);
    if (evidence === undefined) return;
    const { record } = this.#hop;
    record.sent = evidence.sent;
    record.timings = evidence.timings;
    record.reusedSocket = evidence.isReusedSocket;
  }

  /** Made for who asks: a function per request would be held as long as the exchange waits. */
  get collectFor(): WireRequest['collectFor'] {
    const { limitFor } = this;
    if (limitFor === undefined) return undefined;
    return (status, rawHeaders) => limitFor(this, this.#hop.settings, status, rawHeaders);
  }

  collectsAll(status: number): boolean {
    return (status < 300 || status > 599) && this.onReceived === undefined;
  }

  onQueue(isWaiting: boolean): void {
    this.#hop.call.isQueued = isWaiting;
  }

  /** Lets go of the lifetime once the exchange is settled. */
  end(): void {
    if (this.#cancel !== undefined) this.#hop.lifetime.unlisten(this);
  }
}
