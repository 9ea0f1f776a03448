import type { WireRequest } from '@x/http-core';

import { type CassetteRedactor, mask } from './cassette-redactor.ts';
import { canonicalJson } from './exact-json.ts';
import { restoreBody, type StoredBody, storeRequestBody, storeResponseBody } from './stored-body.ts';

type StoredHeaders = Readonly<Record<string, string | readonly string[]>>;

/** A request as a cassette keeps it: without secrets. */
export interface StoredRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: StoredHeaders;
  readonly body?: StoredBody | undefined;
}

/** A response as a cassette keeps it: without secrets, without what belongs to one connection. */
export interface StoredResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: StoredHeaders;
  readonly body?: StoredBody | undefined;
  /** The client had enough before the body ended, as of a redirect; reading on in a replay finds it broken off. */
  readonly isCut?: true | undefined;
}

export interface Entry {
  readonly request: StoredRequest;
  readonly response: StoredResponse;
}

/** What of a request tells it from another, beside its method. */
export interface MatchSettings {
  /** Names of headers that must be the same. */
  readonly headers: readonly string[];
  /** Whether the body must be the same. */
  readonly body: boolean;
  /** Names of query keys, form fields and JSON keys that are different every time. */
  readonly ignore: ReadonlySet<string>;
}

/** Of the connection, or of a coding that is taken off before a body is stored. */
const dropped: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'content-length',
]);

export function storeRequest(
  wire: WireRequest,
  bytes: Uint8Array,
  redactor: CassetteRedactor,
): StoredRequest {
  const pairs = Object.entries(wire.headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  );
  const type = pairs.find(([name]) => name === 'content-type')?.[1];
  const headers = pairs.filter(([name]) => !dropped.has(name) && name !== 'accept-encoding');
  return withBody(
    {
      method: wire.method,
      url: redactor.url(wire.url),
      headers: redactor.headers(headers.map(withoutBoundary)),
    },
    storeRequestBody(bytes, type, redactor),
  );
}

export function storeResponse(
  head: { readonly status: number; readonly statusText: string; readonly rawHeaders: readonly string[] },
  bytes: Uint8Array,
  isCut: boolean,
  redactor: CassetteRedactor,
): StoredResponse {
  const pairs: [string, string][] = [];
  for (let index = 0; index < head.rawHeaders.length; index += 2) {
    pairs.push([(head.rawHeaders[index] as string).toLowerCase(), head.rawHeaders[index + 1] as string]);
  }
  const type = pairs.find(([name]) => name === 'content-type')?.[1];
  const { status, statusText } = head;
  const headers = redactor.headers(
    pairs.filter(([name]) => !dropped.has(name) || (name === 'content-length' && bytes.byteLength === 0)),
  );
  const stored = withBody({ status, statusText, headers }, storeResponseBody(bytes, type, redactor));
  return isCut ? { ...stored, isCut } : stored;
}

/** The same text for requests that are the same to a recorder. */
export function matchKey(request: StoredRequest, { headers, body, ignore }: MatchSettings): string {
  const url = new URL(request.url);
  const named = headers.map((name) => request.headers[name.toLowerCase()] ?? null);
  const query = sortedPairs(url.search.slice(1), ignore);
  return canonicalJson([
    request.method,
    url.origin + url.pathname,
    query,
    named,
    body ? comparable(request.body, ignore) : null,
  ]);
}

/** The head of a stored response for the mock to send; a Set-Cookie without its value would make a cookie that nobody was given. */
export function replyOf(response: StoredResponse): {
  readonly status: number;
  readonly statusText: string;
  readonly headers: StoredHeaders;
  readonly bytes: Uint8Array;
} {
  const { status, statusText } = response;
  const kept = Object.entries(response.headers).filter(([name]) => !/^set-cookie2?$/.test(name));
  return { status, statusText, headers: Object.fromEntries(kept), bytes: restoreBody(response.body) };
}

function comparable(body: StoredBody | undefined, ignore: ReadonlySet<string>): unknown {
  if (body === undefined) return null;
  if ('json' in body) return { json: canonicalJson(body.json, ignore) };
  return 'form' in body ? { form: sortedPairs(body.form, ignore) } : body;
}

function sortedPairs(text: string, ignore: ReadonlySet<string>): string {
  const pairs = [...new URLSearchParams(text)].filter(([name]) => !ignore.has(name));
  return JSON.stringify(pairs.toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
}

function withBody<T extends object>(
  stored: T,
  body: StoredBody | undefined,
): T & { readonly body?: StoredBody } {
  return body === undefined ? stored : { ...stored, body };
}

function withoutBoundary([name, value]: readonly [string, string]): readonly [string, string] {
  return [name, name === 'content-type' ? value.replace(/(;\s*boundary=).*/i, `$1${mask}`) : value];
}
