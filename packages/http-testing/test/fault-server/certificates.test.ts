import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

import { expect, it } from 'vitest';

import { httpServer } from '../../../http-core/test/support/http-server.ts';
import {
  expired,
  makeAuthority,
  notYetValid,
  selfSigned,
  wrongHost,
} from '../../src/fault-server/certificates.ts';
import { faultServer } from '../../src/fault-server/fault-server.ts';

it('issues certificates with the fault that their name says', async () => {
  const authority = await makeAuthority();
  const below = await authority.intermediate();
  const verdict = async (certificate: { cert: string; key: string }, options: ConnectionOptions = {}) => {
    await using server = await faultServer({ tls: certificate, always: () => {} });
    const socket = connectTls({ port: server.port, host: '127.0.0.1', ca: authority.cert, ...options });
    const code = await new Promise<string>((resolve) => {
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      socket.on('secureConnect', () => resolve('ok'));
    });
    socket.destroy();
    return code;
  };
  expect(await verdict(await authority.issue())).toBe('ok');
  expect(await verdict(await below.issue())).toBe('ok');
  expect(await verdict(await authority.issue({ names: ['a.example'] }), { servername: 'a.example' })).toBe(
    'ok',
  );
  expect(await verdict(await expired())).toBe('CERT_HAS_EXPIRED');
  expect(await verdict(await notYetValid())).toBe('CERT_NOT_YET_VALID');
  expect(await verdict(await wrongHost())).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(await verdict(await selfSigned())).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await verdict(await authority.issue(), { ca: [] })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

it('asks for client certificates when told', async () => {
  const authority = await makeAuthority();
  const server = await httpServer((_request, response) => void response.end('hello'), {
    tls: { ...(await authority.issue()), ca: authority.cert, requestCert: true },
  });
  const client = await authority.issue({ names: ['client'], client: true });
  const request = httpsRequest(`${server.url}/x`, {
    method: 'POST',
    agent: false,
    ca: authority.cert,
    ...client,
  });
  request.end('body');
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>];
  for await (const chunk of response) expect(chunk.toString()).toBe('hello');
  expect(server.requests).toMatchObject([{ method: 'POST', target: '/x', body: Buffer.from('body') }]);
  await server.close();
  expect(server.openConnections).toBe(0);
});
