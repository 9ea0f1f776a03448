import { acceptEncoding } from '../decompress.ts';
import type { RequestHeaders } from './headers.ts';

/** Names the content codings that are read, unless somebody has named others; returns the same headers. */
export function askForCodings(headers: RequestHeaders): RequestHeaders {
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', acceptEncoding);
  return headers;
}
