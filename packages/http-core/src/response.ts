import type { AttemptRecord } from './call/ledger.ts';
import { ClientError, InvalidRequestError, ResponseTooLargeError } from './errors/index.ts';
import { redactHeaders, redactText, redactUrl } from './redact.ts';
import type { RequestSummary } from './request.ts';
import { collectBody } from './response/collect-body.ts';
import { parseBody } from './response/parse-body.ts';
import type { ResponseBody } from './response/response-body.ts';
import { charsetOf, decodeLeniently } from './response/text.ts';
import { toReadableStream, toWebResponse } from './response/web-response.ts';
import type { Timings, WireResponse } from './transport/transport.ts';

/** The headers as a transport has them. */
export type ResponseHeaders = Pick<WireResponse, 'rawHeaders' | 'header'>;

/** What a response is made of. */
export interface HttpResponseInit {
  readonly status: number;
  readonly statusText: string;
  readonly head: ResponseHeaders;
  readonly httpVersion: string;
  readonly request: RequestSummary;
  readonly redirects: readonly string[];
  readonly attempts: readonly AttemptRecord[];
  readonly timings: Timings;
  readonly body: Uint8Array | ResponseBody;
  /** Bytes that `bytes()`, `text()` and `json()` read of a streamed body. */
  readonly maxBytes: number;
}

/** How much of a body is read to save its connection. */
const drainLimit = 65_536;
/** Milliseconds that may take. */
const drainTime = 50;
const empty = new Uint8Array(0);

/** A response: the head at once, the body buffered or still to be read. */
export class HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  /** The final request, after redirects. */
  readonly request: RequestSummary;
  /** The URLs redirected to, in order; the last is `url`. */
  redirects: readonly string[];
  /** The ledger: one record per attempt. */
  readonly attempts: readonly AttemptRecord[];
  /** Of the last exchange, in milliseconds. */
  readonly timings: Timings;
  /** Whether a fallback or an interceptor made it instead of the peer. */
  isFallback = false;
  /** The decoded value, where the call had a schema. */
  data: unknown = undefined;
  /** Whether an error's body was cut at the limit for error bodies. */
  isTruncated = false;
  readonly #head: ResponseHeaders;
  readonly #maxBytes: number;
  #bytes: Uint8Array | undefined = undefined;
  readonly #body: ResponseBody | undefined = undefined;
  #reading: Promise<Uint8Array> | undefined = undefined;
  #headers: Headers | undefined = undefined;
  #stream: ReadableStream<Uint8Array> | undefined = undefined;

  constructor(init: HttpResponseInit) {
    this.status = init.status;
    this.statusText = init.statusText;
    this.httpVersion = init.httpVersion;
    this.request = init.request;
    this.redirects = init.redirects;
    this.attempts = init.attempts;
    this.timings = init.timings;
    this.#head = init.head;
    this.#maxBytes = init.maxBytes;
    if (init.body instanceof Uint8Array) this.#bytes = init.body;
    else this.#body = init.body;
  }

  /** Absolute, as it was requested last; may hold secrets in its query. */
  get url(): string {
    return this.request.url;
  }

  /** Whether the status is 200-299. */
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  /** Name, value, name, value ... as they came; `headers` is the convenient form. */
  get rawHeaders(): readonly string[] {
    return this.#head.rawHeaders;
  }

  /** The response's headers, made on first use. */
  get headers(): Headers {
    return (this.#headers ??= webHeaders(this.rawHeaders));
  }

  /** One header's first value without making `headers`; the name in lower case. */
  header(name: string): string | null {
    if (this.#head.header !== undefined) {
      const values = this.#head.header(name);
      return (typeof values === 'object' ? values[0] : values) ?? null;
    }
    const { rawHeaders } = this;
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const candidate = rawHeaders[index] as string;
      if (candidate === name || (candidate.length === name.length && candidate.toLowerCase() === name)) {
        return rawHeaders[index + 1] as string;
      }
    }
    return null;
  }

  /** The bytes read so far, when the whole body has been. */
  peek(): Uint8Array | undefined {
    return this.#bytes;
  }

  /** The whole decoded body. `ResponseTooLargeError` when a streamed one is longer than `maxResponseBytes`. */
  async bytes(): Promise<Uint8Array> {
    if (this.#bytes !== undefined) return this.#bytes;
    if (this.#reading === undefined && this.#body?.isDisturbed === true) {
      throw new InvalidRequestError('The body has been read already, through body; read it once, one way');
    }
    return (this.#reading ??= this.#collect(this.#maxBytes, true));
  }

  /** The body as text, in the charset of its Content-Type or UTF-8; what does not fit it is replaced. */
  async text(): Promise<string> {
    return decodeLeniently(await this.bytes(), charsetOf(this.header('content-type')));
  }

  /** The body parsed as JSON, whatever its media type. `DecodeError` when it cannot be. */
  async json(): Promise<unknown> {
    return parseBody(this.#bytes ?? (await this.bytes()), this);
  }

  /** The body as a web stream, which is async iterable. Of a buffered response, its bytes. */
  get body(): ReadableStream<Uint8Array> {
    if (this.#stream !== undefined) return this.#stream;
    const body = this.#bytes === undefined ? this.#body : undefined;
    this.#stream = toReadableStream(body, this.#bytes ?? empty, () => this.#refuseSecondWay());
    return this.#stream;
  }

  /** What `bytes()` is reading, or has read, is not there for a stream as well. */
  #refuseSecondWay(): void {
    if (this.#reading === undefined) return;
    throw new InvalidRequestError(
      'The body has been read already, by bytes(), text() or json(); read it once, one way',
    );
  }

  /** Drops an unread body and closes its connection. */
  cancel(): void {
    this.#body?.cancel();
  }

  /** Makes room for another attempt: reads up to 64 KiB of what is left so that the connection can be kept, else closes it. */
  async discard(): Promise<void> {
    // A length that was announced saves the reading; on HEAD it announces nothing.
    const isLong = this.request.method !== 'HEAD' && Number(this.header('content-length')) > drainLimit;
    if (isLong) this.cancel();
    else await this.#body?.drain(drainLimit, drainTime);
  }

  /** Reads up to `limit` bytes and drops the rest; a failing body leaves what came before. For error bodies. */
  async readAtMost(limit: number): Promise<void> {
    if (this.#bytes === undefined) this.#bytes = await this.#collect(limit, false);
  }

  /** Notes the redirects that led here. */
  redirectedBy(urls: readonly string[]): this {
    this.redirects = urls;
    return this;
  }

  /** Calls back once when nothing of the body is left on the wire: at once for a buffered response. */
  onEnd(listener: () => void): void {
    if (this.#body === undefined) listener();
    else this.#body.onEnd(listener);
  }

  /** A web `Response` with the same head and body. */
  toResponse(): Response {
    return toWebResponse(this);
  }

  toJSON(): object {
    const headers = redactHeaders(Object.fromEntries(this.headers));
    const statusText = redactText(this.statusText);
    return { status: this.status, statusText, url: redactUrl(this.url), headers };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }

  async #collect(limit: number, isStrict: boolean): Promise<Uint8Array> {
    const { bytes, isCut, failure } = await collectBody(this.#body as ResponseBody, limit);
    if (isStrict && isCut && failure === undefined) throw this.#tooLarge(limit);
    if (failure !== undefined && (isStrict || isFinal(failure))) throw failure;
    if (isCut) this.isTruncated = true;
    this.#bytes = bytes;
    return bytes;
  }

  #tooLarge(limit: number): ClientError {
    const error = new ResponseTooLargeError('streamed', limit, { request: this.request, response: this });
    error.attempts = this.attempts;
    return error;
  }
}

/** An abort or a deadline, which the rest of a call must not outlive. */
function isFinal(error: unknown): boolean {
  return (
    !(error instanceof ClientError) ||
    (error.code === 'ERR_HTTP_TIMEOUT' && 'phase' in error && error.phase !== 'idle')
  );
}

function webHeaders(rawHeaders: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] as string, rawHeaders[index + 1] as string);
  }
  return headers;
}
