import type { Socket } from 'node:net';

/** RST, or a plain end where the socket is about to send its FIN: Node loses the descriptor of one that is reset then. */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
