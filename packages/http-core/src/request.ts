import type { PreparedBody } from './body/prepared-body.ts';
import type { RequestHeaders } from './headers/headers.ts';
import { redactHeaders, redactUrl } from './redact.ts';

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
  readonly location: URL;
  readonly headers: RequestHeaders;
  readonly body: PreparedBody | undefined;
  /** Bytes of the body; `undefined` without one and for a stream of unknown length. */
  readonly contentLength: number | undefined;

  constructor(
    method: string,
    location: URL,
    headers: RequestHeaders,
    body: PreparedBody | undefined,
    contentLength: number | undefined,
  ) {
    this.method = method;
    this.location = location;
    this.headers = headers;
    this.body = body;
    this.contentLength = contentLength;
  }

  get url(): string {
    return this.location.href;
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
    return new HttpRequest(this.method, this.location, this.headers.clone(), this.body, this.contentLength);
  }

  toJSON(): object {
    return {
      method: this.method,
      url: redactUrl(this.location),
      headers: redactHeaders(this.headers.toRecord()),
    };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }
}

const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);
