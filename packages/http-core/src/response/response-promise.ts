import { type AnyClientError, isClientError } from '../errors/index.ts';
import type { HttpResponse } from '../response.ts';
import { parseBody } from './parse-body.ts';

/** What `.withResponse()` gives. */
export interface WithResponse<T> {
  readonly data: T;
  readonly response: HttpResponse;
}

/** What `.result()` gives: never rejects for a `ClientError`. */
export type Result<T, E = AnyClientError> =
  | { readonly ok: true; readonly data: T; readonly response: HttpResponse; readonly error?: undefined }
  | { readonly ok: false; readonly error: E; readonly data?: undefined; readonly response?: undefined };

/** A promise of the decoded value; its methods send nothing again. */
export interface ResponsePromise<T, E = AnyClientError> extends Promise<T> {
  /** The value and the response it came with. */
  withResponse(): Promise<WithResponse<T>>;
  /** The value or the error, as data. Only a caller's own abort still rejects. */
  result(): Promise<Result<T, E>>;
}

/** The promise of a call without a schema. */
export interface UndecodedPromise<E = AnyClientError> extends ResponsePromise<HttpResponse, E> {
  /** The body parsed as JSON. */
  json(): Promise<unknown>;
  text(): Promise<string>;
  bytes(): Promise<Uint8Array>;
}

/** One call under way: the response is kept for `.withResponse()` once it is there. */
export class Pending {
  response: HttpResponse | undefined = undefined;
  /** Whether it has a schema; known as soon as the call has begun. */
  isDecoded = false;
}

type Carrier<T> = Promise<T> & { pending: Pending };

// Shared functions assigned to the native promise: a subclass costs more per call, and breaks the async stack.
async function withResponse<T>(this: Carrier<T>): Promise<WithResponse<T>> {
  const data = await this;
  return { data, response: this.pending.response as HttpResponse };
}

async function result<T>(this: Carrier<T>): Promise<Result<T>> {
  try {
    const data = await this;
    return { ok: true, data, response: this.pending.response as HttpResponse };
  } catch (error) {
    if (!isClientError(error)) throw error;
    return { ok: false, error: error as AnyClientError };
  }
}

function json(this: Carrier<HttpResponse>): Promise<unknown> {
  return this.then(jsonOf);
}
/** Of a buffered response the bytes are there: no promise for them, nor for what they hold. */
function jsonOf(response: HttpResponse): unknown {
  const bytes = response.peek();
  return bytes === undefined ? response.json() : parseBody(bytes, response);
}
async function text(this: Carrier<HttpResponse>): Promise<string> {
  return (await this).text();
}
async function bytes(this: Carrier<HttpResponse>): Promise<Uint8Array> {
  return (await this).bytes();
}

/** Puts the methods on a call's promise. */
export function asResponsePromise<T>(promise: Promise<T>, pending: Pending): ResponsePromise<T> {
  const carrier = promise as Carrier<T> & Record<string, unknown>;
  carrier.pending = pending;
  carrier['withResponse'] = withResponse;
  carrier['result'] = result;
  if (!pending.isDecoded) {
    carrier['json'] = json;
    carrier['text'] = text;
    carrier['bytes'] = bytes;
  }
  return carrier as unknown as ResponsePromise<T>;
}
