import type { OutgoingHttpHeaders } from 'node:http2';

import type { WireRequest } from '@x/http-core';

/** What belongs to one connection of HTTP/1.1 has no place in HTTP/2 (RFC 9113, section 8.2.2). */
const perConnection: ReadonlySet<string> = new Set([
  'connection',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** The head of a request, pseudo-headers first; without prototype. */
export function requestHeaders({ method, url, headers }: WireRequest): OutgoingHttpHeaders {
  const { host, te } = headers;
  const outgoing = Object.create(null) as OutgoingHttpHeaders;
  outgoing[':method'] = method;
  outgoing[':scheme'] = 'https';
  outgoing[':authority'] = typeof host === 'string' ? host : url.host;
  outgoing[':path'] = `${url.pathname}${url.search}`;
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'te' && !perConnection.has(name)) {
      outgoing[name] = typeof value === 'string' ? value : [...value];
    }
  }
  if (tokens(te).includes('trailers')) outgoing['te'] = 'trailers';
  return outgoing;
}

/** Headers as they came, without the pseudo-headers before them (RFC 9113, section 8.3). */
export function fieldsOf(rawHeaders: readonly string[]): string[] {
  let start = 0;
  while (rawHeaders[start]?.startsWith(':') === true) start += 2;
  return rawHeaders.slice(start);
}

function tokens(value: string | readonly string[] | undefined): string[] {
  if (value === undefined) return [];
  return String(value)
    .split(',')
    .map((token) => token.trim().toLowerCase());
}
