import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { makeAuthority, makeUnknownAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import { ConfigurationError, TlsError } from '../../src/errors/index.ts';
import { rawServer } from '../support/raw-server.ts';
import { answer, makeTransport, rejection, send, textOf } from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const folder = mkdtempSync(join(tmpdir(), 'tls-context-'));
afterAll(() => rmSync(folder, { recursive: true }));
const authority = await makeAuthority();

function file(content: string): string {
  const path = join(folder, `${Math.random()}.pem`);
  writeFileSync(path, content);
  return path;
}

it('trusts the authorities of the certificate file', async () => {
  await using server = await rawServer(answer(ok), { tls: true });
  const transport = makeTransport({ certificateFile: file(authority.cert) });
  expect(textOf(await send(transport, server.url))).toBe('ok');
  await transport.close();
});

it('an explicit ca wins over the certificate file', async () => {
  await using server = await rawServer(answer(ok), { tls: true });
  const unknown = await makeUnknownAuthority();
  const right = makeTransport({
    certificateFile: '/nowhere',
    tls: { ca: [unknown.cert, Buffer.from(authority.cert)] },
  });
  expect(textOf(await send(right, server.url))).toBe('ok');
  await right.close();
  const wrong = makeTransport({ certificateFile: file(authority.cert), tls: { ca: unknown.cert } });
  expect(await rejection(send(wrong, server.url))).toBeInstanceOf(TlsError);
});

it.each([
  ['that is missing', () => '/nowhere/ca.pem'],
  ['without a certificate', () => file('nothing of the kind')],
])('a certificate file %s is a ConfigurationError that names SSL_CERT_FILE', async (_name, path) => {
  await using server = await rawServer(answer(ok), { tls: true });
  const transport = makeTransport({ certificateFile: path() });
  const thrown = await rejection(send(transport, server.url));
  expect(thrown).toBeInstanceOf(ConfigurationError);
  expect((thrown as Error).message).toContain('SSL_CERT_FILE');
  expect(transport.connections.open).toBe(0);
});

it('the certificate file is no concern of plain HTTP', async () => {
  await using server = await rawServer(answer(ok));
  const transport = makeTransport({ certificateFile: '/nowhere' });
  expect(textOf(await send(transport, server.url))).toBe('ok');
  await transport.close();
});

it('a key that does not fit its certificate is a ConfigurationError', async () => {
  await using server = await rawServer(answer(ok), { tls: true });
  const one = await authority.issue({ client: true });
  const other = await authority.issue({ client: true });
  const transport = makeTransport({ tls: { ca: authority.cert, cert: one.cert, key: other.key } });
  const thrown = await rejection(send(transport, server.url));
  expect(thrown).toBeInstanceOf(ConfigurationError);
  expect((thrown as Error).message).toContain("'tls.key'");
});
