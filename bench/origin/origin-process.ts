// The peer of every benchmark: a server on raw sockets in a process of its own, cheap enough never to bound a client.
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import { makeAuthority } from '../../packages/http-testing/src/fault-server/certificates.ts';
import { answers, notFound } from './answers.ts';
import type { OriginReport, OriginStarted } from './origin.ts';
import { RequestReader } from './request-reader.ts';

const sockets = { open: 0, most: 0 };
let requests = 0;

function serve(socket: Socket): void {
  sockets.most = Math.max(sockets.most, ++sockets.open);
  socket.on('close', () => sockets.open--);
  socket.on('error', () => socket.destroy());
  socket.setNoDelay(true);
  const reader = new RequestReader((target) => {
    requests++;
    const { parts, closes } = answers.get(target) ?? notFound;
    if (parts.length > 1) socket.cork();
    for (const part of parts) socket.write(part);
    if (parts.length > 1) socket.uncork();
    if (closes) socket.end();
  });
  socket.on('data', (chunk) => reader.push(chunk));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    // A thousand connections at once are a scenario, not an attack.
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const report: OriginReport = {
    cpu: user + system,
    openSockets: sockets.open,
    mostSockets: sockets.most,
    requests,
  };
  sockets.most = sockets.open;
  process.send?.(report);
});
process.on('disconnect', () => process.exit());

const authority = await makeAuthority();
const { cert, key } = await authority.issue();
const port = await listen(createServer(serve));
const tlsPort = await listen(createTlsServer({ cert, key, ALPNProtocols: ['http/1.1'] }, serve));
const started: OriginStarted = {
  plain: `http://127.0.0.1:${port}`,
  tls: `https://127.0.0.1:${tlsPort}`,
  authority: authority.cert,
};
process.send?.(started);
