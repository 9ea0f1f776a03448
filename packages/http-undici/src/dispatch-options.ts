import type { WireRequest } from '@x/http-core';
import { absoluteForm, isForwarded, proxyOf } from '@x/http-core/transport';
import type { Dispatcher } from 'undici';

import { BodyFeed } from './body-feed.ts';

type Options = { [K in keyof Dispatcher.DispatchOptions]-?: unknown };

/** What undici's dispatch takes for a request; `body` as it is to be sent. */
export function dispatchOptions(
  request: WireRequest,
  body: Uint8Array | BodyFeed | undefined,
  isLast: boolean,
): Dispatcher.DispatchOptions {
  const { url } = request;
  const proxy = proxyOf(request);
  const isToProxy = proxy !== undefined && isForwarded(url, proxy);
  const options: Options & Record<string, unknown> = {
    method: request.method,
    path: isToProxy ? absoluteForm(url) : url.pathname + url.search,
    headers: headerLines(request, body),
    body,
    // A request closes the connection only where it is told to; left open undici closes it after every HEAD.
    reset: isLast,
    // Of TLS the dial has taken care; given it is not worked out from the host.
    servername: 'connection.invalid',
    // Own properties, so that a polluted Object.prototype changes nothing.
    origin: undefined,
    query: undefined,
    idempotent: undefined,
    blocking: false,
    typeOfService: undefined,
    upgrade: undefined,
    headersTimeout: 0,
    bodyTimeout: 0,
    expectContinue: undefined,
    throwOnError: undefined,
    maxRedirections: undefined,
    dispatcher: undefined,
  };
  return options as unknown as Dispatcher.DispatchOptions;
}

/** Name, value, name, value ... */
function headerLines(
  { url, headers, body: given, contentLength }: WireRequest,
  body: Uint8Array | BodyFeed | undefined,
): string[] {
  const lines: string[] = [];
  if (headers['host'] === undefined) lines.push('host', url.host);
  for (const name of Object.keys(headers)) {
    // undici writes these itself, of the body that it sends.
    if (name === 'content-length' || name === 'transfer-encoding') continue;
    const value = headers[name] as string | readonly string[];
    if (typeof value === 'string') lines.push(name, value);
    else for (const one of value) lines.push(name, one);
  }
  if (body instanceof BodyFeed) {
    const length = given instanceof Uint8Array ? given.byteLength : contentLength;
    if (length !== undefined) lines.push('content-length', String(length));
  }
  return lines;
}
