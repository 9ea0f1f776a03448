import type { Socket } from 'node:net';

type Callback = (error?: Error | null) => void;

const closedByPeer: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

/**
 * Lets the read side of a socket tell how it ended. A peer that refuses an upload answers and closes; the write that
 * fails on it would have Node drop the answer that is waiting to be read. Returns what restores the socket.
 */
export function hearLastWords(socket: Socket): () => void {
  const { _write, _writev } = socket;
  socket._write = (chunk, encoding, callback) => _write.call(socket, chunk, encoding, unlessClosed(callback));
  socket._writev = (chunks, callback) => _writev?.call(socket, chunks, unlessClosed(callback));
  return () => {
    Reflect.deleteProperty(socket, '_write');
    Reflect.deleteProperty(socket, '_writev');
  };
}

/** Reading such a socket yields what is left and then the end or an error, so that nobody waits for this callback. */
function unlessClosed(callback: Callback): Callback {
  return (error) => {
    if (error == null || !closedByPeer.has((error as NodeJS.ErrnoException).code)) callback(error);
  };
}
