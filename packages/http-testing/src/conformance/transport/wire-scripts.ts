import assert from 'node:assert/strict';

import type { WireResponse } from '@x/http-core';

import type { Script } from '../../fault-server/connection-script.ts';
import type { RespondOptions } from '../../fault-server/connection.ts';

export const okHead = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n';
export const chunkedHead = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

/** Answers each request with these bytes, as they are. */
export function answering(...parts: readonly (string | Uint8Array)[]): Script {
  return async (connection) => {
    for await (const _request of connection.requests()) for (const part of parts) await connection.send(part);
  };
}

/** Answers each request with its own target as the body. */
export const echoTarget: Script = async (connection) => {
  for await (const { target } of connection.requests()) connection.respond({ body: target });
};

/** Answers each request well-formed. */
export function responding(options: RespondOptions = {}): Script {
  return async (connection) => {
    for await (const { method } of connection.requests()) {
      connection.respond({ ...options, isHead: method === 'HEAD' });
    }
  };
}

/** Reads the head of a request and says nothing. */
export const silent: Script = async (connection) => {
  await connection.head();
};

/** Answers with a part of what it announced, and stops there. */
export const halfway: Script = async (connection) => {
  await connection.head();
  connection.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc');
};

/** The text of a collected body. */
export function textOf({ body }: WireResponse): string {
  assert.ok(body instanceof Uint8Array, 'the body was not collected into a Uint8Array');
  return Buffer.from(body).toString();
}

/** Every byte of a body. */
export async function readAll(body: WireResponse['body']): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The iterator of a body that must be a stream. */
export function readerOf({ body }: WireResponse): AsyncIterator<Uint8Array> {
  assert.ok(!(body instanceof Uint8Array), 'a body that nobody asked to collect is a stream');
  return body[Symbol.asyncIterator]();
}
