import type { PreparedBody } from './body/prepared-body.ts';
import type { RequestHeaders } from './headers/headers.ts';
import { redactHeaders, redactUrl } from './redact.ts';
import { originIn } from './url/origin-in.ts';

/** A request as responses and errors show it. */
export interface RequestSummary {
  readonly method: string;
  /** Absolute, as it was sent; the values of its query are not masked here. */
  readonly url: string;
  readonly headers: RequestHeaders;
}

/** What a call is about to send. Layers may change `headers`; method, URL and body are settled. */
export class HttpRequest implements RequestSummary {
  readonly method: string;
  /** Absolute, without userinfo and fragment. */
  readonly url: string;
  readonly headers: RequestHeaders;
  readonly body: PreparedBody | undefined;
  /** Bytes of the body; `undefined` without one and for a stream of unknown length. */
  readonly contentLength: number | undefined;
  #location: URL | undefined = undefined;

  constructor(
    method: string,
    url: string,
    headers: RequestHeaders,
    body: PreparedBody | undefined,
    contentLength: number | undefined,
  ) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
    this.contentLength = contentLength;
  }

  /** `url` for who wants it taken apart; made on first use, not to be written to. */
  get location(): URL {
    return (this.#location ??= new URL(this.url));
  }

  /** Scheme, host and port. */
  get origin(): string {
    return originIn(this.url);
  }

  /** Whether sending it twice has the effect of sending it once (RFC 9110, section 9.2.2). */
  get isIdempotent(): boolean {
    return idempotentMethods.has(this.method);
  }

  /** Whether it can be sent again byte for byte. */
  get isReplayable(): boolean {
    return this.body === undefined || this.body.isReplayable;
  }

  /** The same request with headers of its own. */
  clone(): HttpRequest {
    return new HttpRequest(this.method, this.url, this.headers.clone(), this.body, this.contentLength);
  }

  toJSON(): object {
    return {
      method: this.method,
      url: redactUrl(this.url),
      headers: redactHeaders(this.headers.toRecord()),
    };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }
}

const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);
