import type { Socket } from 'node:net';

/**
 * RST, or a plain end where the socket, or the TLS upon it, is about to send its FIN: Node loses the descriptor of one that is
 * reset in that moment.
 */
export function resetSocket(socket: Socket, secured: Socket = socket): void {
  if (isEnding(socket) || isEnding(secured)) socket.destroy();
  else socket.resetAndDestroy();
}

function isEnding({ writableEnded, writableFinished }: Socket): boolean {
  return writableEnded && !writableFinished;
}
