import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

export const frameTypes = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7 } as const;
export const endStream = 1;
const endHeaders = 4;
const prefaceLength = 24;

export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** Status 200, with that content-length where there is one (RFC 7541, section 6.2.2). */
export function head(stream: number, length?: string, flags = 0): Buffer {
  const field = length === undefined ? [] : [0x0f, 0x0d, length.length, ...Buffer.from(length)];
  return frame(frameTypes.headers, endHeaders | flags, stream, Uint8Array.of(0x88, ...field));
}

export const data = (stream: number, text: string, flags = 0): Buffer =>
  frame(frameTypes.data, flags, stream, Buffer.from(text));
export const reset = (stream: number, code: number): Buffer =>
  frame(frameTypes.reset, 0, stream, numbers(code));

/** A server of HTTP/2 that does with every frame of a client what it is told, and nothing else. */
export async function frameServer(hears: (frame: Frame, socket: TLSSocket) => void) {
  const authority = await makeAuthority();
  const frames: Frame[] = [];
  const sockets = new Set<TLSSocket>();
  const server = createServer({ ...(await authority.issue()), ALPNProtocols: ['h2'] }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.write(frame(frameTypes.settings, 0, 0));
    let left = Buffer.alloc(0);
    let start = prefaceLength;
    socket.on('data', (chunk: Buffer) => {
      left = Buffer.concat([left, chunk]);
      while (left.length >= start + 9 + (left.length >= start + 3 ? left.readUIntBE(start, 3) : 0)) {
        const end = start + 9 + left.readUIntBE(start, 3);
        const one: Frame = {
          type: left.readUInt8(start + 3),
          flags: left.readUInt8(start + 4),
          stream: left.readUInt32BE(start + 5),
          payload: left.subarray(start + 9, end),
        };
        left = left.subarray(end);
        start = 0;
        frames.push(one);
        hears(one, socket);
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.cert,
    frames,
    [Symbol.asyncDispose]: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
