import type { WireRequest } from '@x/http-core';
import { absoluteForm, hrefOf, isForwarded, originKey, proxyOf } from '@x/http-core/transport';
import type { Dispatcher } from 'undici';

import { BodyFeed } from './body-feed.ts';

type OwnOptions = { [K in keyof Dispatcher.DispatchOptions]-?: unknown } & Record<string, unknown>;

/**
 * What undici's dispatch takes for a request. It reads everything before it returns, so one object serves every request of a
 * transport, and so do the lines of headers that are the same object as the last time.
 */
export class DispatchOptions {
  readonly #options: OwnOptions;
  #headers: WireRequest['headers'] | undefined;
  /** Of the URLs that the lines are for: the host is one of them. */
  #prefix = '';
  #lines: string[] = [];

  /** `forceClose`: every request is the last on its connection. */
  constructor(forceClose: boolean) {
    this.#options = {
      method: '',
      path: '',
      headers: undefined,
      body: undefined,
      // Left open undici closes the connection after every HEAD.
      reset: forceClose,
      // Of TLS the dial has taken care; given it is not worked out from the host.
      servername: 'connection.invalid',
      // The limits are the exchange's own.
      headersTimeout: 0,
      bodyTimeout: 0,
      blocking: false,
      // Own properties, so that a polluted Object.prototype changes nothing.
      origin: undefined,
      query: undefined,
      idempotent: undefined,
      typeOfService: undefined,
      upgrade: undefined,
      expectContinue: undefined,
      throwOnError: undefined,
      maxRedirections: undefined,
      dispatcher: undefined,
    };
  }

  /** For this request; `body` as it is to be sent. Good until the next call. */
  of(request: WireRequest, body: Uint8Array | BodyFeed | undefined): Dispatcher.DispatchOptions {
    const options = this.#options;
    const proxy = proxyOf(request);
    const isToProxy = proxy !== undefined && isForwarded(request.url, proxy);
    const href = hrefOf(request);
    options['method'] = request.method;
    options['path'] = isToProxy ? absoluteForm(request.url) : pathOf(href);
    options['headers'] = body instanceof BodyFeed ? linesWithLength(request) : this.#linesOf(request, href);
    options['body'] = body;
    return options as unknown as Dispatcher.DispatchOptions;
  }

  #linesOf(request: WireRequest, href: string): string[] {
    if (request.headers !== this.#headers || !href.startsWith(this.#prefix)) {
      this.#headers = request.headers;
      this.#prefix = `${originKey(request.url)}/`;
      this.#lines = headerLines(request);
    }
    return this.#lines;
  }
}

function linesWithLength(request: WireRequest): string[] {
  const { body, contentLength } = request;
  const lines = headerLines(request);
  const length = body instanceof Uint8Array ? body.byteLength : contentLength;
  if (length !== undefined) lines.push('content-length', String(length));
  return lines;
}

/** Path and query of a URL without fragment. */
function pathOf(href: string): string {
  return href.slice(href.indexOf('/', 8));
}

/** Name, value, name, value ... */
function headerLines({ headers, url }: WireRequest): string[] {
  const lines: string[] = [];
  if (headers['host'] === undefined) lines.push('host', url.host);
  for (const name of Object.keys(headers)) {
    // undici writes these itself, of the body that it sends.
    if (name === 'content-length' || name === 'transfer-encoding') continue;
    const value = headers[name] as string | readonly string[];
    if (typeof value === 'string') lines.push(name, value);
    else for (const one of value) lines.push(name, one);
  }
  return lines;
}
