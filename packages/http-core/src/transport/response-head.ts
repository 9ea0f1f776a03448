import type { WireRequest } from './transport.ts';

/** What the transport itself reads of a response's headers. */
export interface ResponseHead {
  /** Bytes; `undefined` where there is none or none that is a number. */
  readonly contentLength: number | undefined;
  /** Milliseconds that the peer keeps the connection open when idle (`keep-alive: timeout=5`). */
  readonly keepAliveTimeout: number | undefined;
}

/** Reads `content-length` and `keep-alive`; Node has checked that there is one length at most. */
export function readHead(rawHeaders: readonly string[]): ResponseHead {
  let contentLength: number | undefined;
  let keepAliveTimeout: number | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    // Lengths first: this runs for every header of every response.
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      contentLength = Number(rawHeaders[index + 1]);
    } else if (name.length === 10 && name.toLowerCase() === 'keep-alive') {
      keepAliveTimeout = readTimeout(rawHeaders[index + 1] as string);
    }
  }
  return { contentLength, keepAliveTimeout };
}

function readTimeout(value: string): number | undefined {
  const seconds = /(?:^|[\s,;])timeout=(\d{1,9})/i.exec(value.slice(0, 100))?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

/** Whether a response has no body, whatever its headers say (RFC 9112, section 6.3). */
export function isBodiless(method: string, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304;
}

/** How many wire bytes of a response with this head are collected; `undefined` to hand its body out unread. */
export function collectLimit(
  request: WireRequest,
  status: number,
  head: { readonly rawHeaders: readonly string[] },
): number | undefined {
  const { collect } = request;
  // The headers last: a transport may have yet to make them.
  if (collect === undefined || request.collectsAll?.(status) === true) return collect;
  const { collectFor } = request;
  return collectFor === undefined ? collect : collectFor(status, head.rawHeaders);
}
