import { ConfigurationError, optionChecks } from '@x/http-core';

import { type PreparedBody, prepareReplyBody, type ReplyBody } from './reply-body.ts';

const { checkKeys, refusal, refuseConfiguration: refuse } = optionChecks;

/** Headers of a reply by name; a list is the header several times. */
export type ReplyHeaders = Readonly<Record<string, string | number | readonly string[]>>;

/** What a reply function gives: the parts of a response, or a web `Response`. */
export interface MockReply {
  /** 200 unless given. */
  readonly status?: number | undefined;
  readonly statusText?: string | undefined;
  readonly headers?: ReplyHeaders | undefined;
  /** Text, bytes, a form, a stream of chunks, a function that makes one; everything else is sent as JSON. */
  readonly body?: ReplyBody | undefined;
}

/** A reply ready to be sent. */
export interface PreparedReply {
  readonly status: number;
  readonly statusText: string;
  readonly rawHeaders: readonly string[];
  readonly body: PreparedBody;
}

/** Checks a reply and writes its body; throws `ConfigurationError`. */
export function prepareReply(reply: unknown): PreparedReply {
  if (globalThis.Response !== undefined && reply instanceof Response) return ofResponse(reply);
  const given = checkKeys(refuse, 'reply', reply, ['status', 'statusText', 'headers', 'body']);
  const status = checkStatus(given['status'] ?? 200);
  const { statusText = '' } = given;
  if (typeof statusText !== 'string') throw refusal(refuse, 'reply.statusText', statusText, 'a string');
  const body = prepareReplyBody(given['body']);
  const rawHeaders = rawHeadersOf(given['headers']);
  const has = (name: string): boolean =>
    rawHeaders.some((one, index) => index % 2 === 0 && one.toLowerCase() === name);
  if ('bytes' in body) {
    if (isBodiless(status) && body.bytes.byteLength > 0) {
      throw new ConfigurationError(`A reply with status ${status} has no body (RFC 9110, section 6.4.1)`);
    }
    if (body.type !== undefined && !has('content-type')) rawHeaders.push('content-type', body.type);
    if (!isBodiless(status) && !has('content-length')) {
      rawHeaders.push('content-length', String(body.bytes.byteLength));
    }
  }
  return { status, statusText, rawHeaders, body };
}

/** Statuses whose responses end with their head. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 304;
}

function checkStatus(status: unknown): number {
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 999) return status;
  throw refusal(refuse, 'reply.status', status, 'a whole number from 200 to 999');
}

function rawHeadersOf(headers: unknown): string[] {
  if (headers === undefined) return [];
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    throw refusal(refuse, 'reply.headers', headers, 'an object with a value per name');
  }
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).flatMap((one) => {
      if (typeof one === 'string' || typeof one === 'number') return [name, String(one)];
      throw refusal(refuse, `reply.headers.${name}`, one, 'a string, a number or a list of strings');
    }),
  );
}

/** The body of a web response goes out as a stream: it is not there yet. */
function ofResponse(response: Response): PreparedReply {
  const { status, statusText, headers } = response;
  return {
    status: checkStatus(status),
    statusText,
    rawHeaders: [...headers].flat(),
    body: response.body === null ? prepareReplyBody(undefined) : prepareReplyBody(response.body),
  };
}
