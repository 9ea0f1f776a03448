import { createServer } from 'node:net';

/**
 * The peer of every benchmark: a raw-socket server in a process of its own, cheap enough never to bound the client. It
 * answers each request head with the same small JSON and tells its parent the port.
 */
const body = JSON.stringify({
  id: 1,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  roles: ['admin', 'author'],
});
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
);
const headEnd = Buffer.from('\r\n\r\n');

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    // Requests of the benchmarks have no body and never arrive in pieces.
    for (let at = chunk.indexOf(headEnd); at !== -1; at = chunk.indexOf(headEnd, at + 4)) {
      socket.write(answer);
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.on('disconnect', () => process.exit());
