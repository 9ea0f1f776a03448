import type { ConnectionScript } from '../connection-script.ts';
import type { Connection } from '../connection.ts';
import { readRequest } from '../respond.ts';

/** How a connection ends: not at all, by FIN, by FIN without a `close_notify`, or by RST. */
export type Ending = 'open' | 'end' | 'cut' | 'reset';

/** The start of a response with 200. */
export const head = 'HTTP/1.1 200 OK\r\n';
/** The head of a response in chunks. */
export const chunkedHead = `${head}transfer-encoding: chunked\r\n\r\n`;

/** Reads one request, writes these bytes and ends the connection that way; an open one goes to the next script. */
export function answering(
  name: string,
  parts: readonly (string | Uint8Array)[],
  ending: Ending = 'open',
): ConnectionScript {
  return {
    name,
    after: 'next',
    async run(connection) {
      await readRequest(connection);
      for (const part of parts) await connection.send(bytesOf(part));
      if (ending !== 'open') connection[ending]();
    },
  };
}

/** Reads one request, writes these bytes and then that for ever, as fast as it is taken. */
export function endlessly(name: string, start: string, again: string | Uint8Array): ConnectionScript {
  return {
    name,
    async run(connection) {
      await readRequest(connection);
      await connection.send(start);
      while (await connection.send(again));
    },
  };
}

/** Writes the piece every so many milliseconds until the peer is gone. */
export async function drip(connection: Connection, piece: string, interval: number): Promise<void> {
  while (await connection.wait(interval)) connection.write(piece);
}

/** A whole response with 200 and a length; the lines stand before it. */
export function whole(body: string | Uint8Array, ...lines: readonly string[]): Buffer {
  const text = [`HTTP/1.1 200 OK`, ...lines, `content-length: ${Buffer.byteLength(body)}`, '', ''].join(
    '\r\n',
  );
  return Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(body as string)]);
}

function bytesOf(part: string | Uint8Array): Uint8Array {
  return typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
}
