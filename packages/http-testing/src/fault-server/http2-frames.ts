import type { Connection } from './connection.ts';

/** The frame types of RFC 9113 that the faults speak. */
const frameType = { data: 0, headers: 1, resetStream: 3, settings: 4, ping: 6, goAway: 7 } as const;
const prefaceLength = 24;
const acknowledged = 1;
const endOfHeaders = 4;
/** `:status: 200` of the static table (RFC 7541, appendix A). */
const status200 = Uint8Array.of(0x88);

function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** RST_STREAM with that error code. */
export function resetStreamFrame(stream: number, code: number): Buffer {
  return frame(frameType.resetStream, 0, stream, numbers(code));
}

/** GOAWAY: streams above `last` were not looked at. */
export function goAwayFrame(last: number, code: number): Buffer {
  return frame(frameType.goAway, 0, 0, numbers(last, code));
}

/** The head of a response with status 200 and no length. */
export function responseHeadFrame(stream: number): Buffer {
  return frame(frameType.headers, endOfHeaders, stream, status200);
}

/** Some of a body, not its end. */
export function dataFrame(stream: number, data: string): Buffer {
  return frame(frameType.data, 0, stream, Buffer.from(data));
}

/** Speaks HTTP/2 as far as it must and calls `onRequest` at the head of each; ends with the connection. */
export async function serveFrames(
  connection: Connection,
  onRequest: (stream: number) => void,
): Promise<void> {
  await connection.bytes(prefaceLength);
  connection.write(frame(frameType.settings, 0, 0, Buffer.alloc(0)));
  while (await connection.hasMore()) {
    const head = await connection.bytes(9);
    const payload = await connection.bytes(head.readUIntBE(0, 3));
    const type = head[3];
    const isAcknowledgement = ((head[4] ?? 0) & acknowledged) !== 0;
    if (type === frameType.headers) onRequest(head.readUInt32BE(5) & 0x7f_ff_ff_ff);
    else if (!isAcknowledgement && (type === frameType.settings || type === frameType.ping)) {
      connection.write(frame(type, acknowledged, 0, type === frameType.ping ? payload : Buffer.alloc(0)));
    }
  }
}
