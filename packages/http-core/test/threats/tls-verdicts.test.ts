import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket, TlsOptions } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  expired,
  makeAuthority,
  makeUnknownAuthority,
  notYetValid,
  selfSigned,
  wrongHost,
} from '../../../http-testing/src/fault-server/certificates.ts';
import { expectNothingLeft } from '../../../http-testing/src/fault-server/leak-check.ts';
import { ConfigurationError, TlsError } from '../../src/errors/index.ts';
import { loadGot } from '../../src/transport/got-runtime.ts';
import { clientOf, raw } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import { type RawServer, rawServer, type Script } from '../support/raw-server.ts';

await loadGot();
const authority = await makeAuthority();
const good = await authority.issue();
const ok = raw([], 'ok');
const answering: Script = async (connection) => {
  for await (const _request of connection.requests()) connection.write(ok);
};
/** Node's own list for TLS 1.1 has no cipher at OpenSSL's ordinary level of security. */
const tls11: TlsOptions = {
  ...good,
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT@SECLEVEL=0',
};

const verdicts: readonly (readonly [string, () => Promise<TlsOptions>, string | RegExp | undefined])[] = [
  ['good', async () => good, undefined],
  ['expired', expired, 'CERT_HAS_EXPIRED'],
  ['not yet valid', notYetValid, 'CERT_NOT_YET_VALID'],
  ['of another host', wrongHost, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['self-signed', selfSigned, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'of an unknown authority',
    async () => (await makeUnknownAuthority()).issue(),
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  ['of TLS 1.1', async () => tls11, /^(EPROTO|ERR_SSL_.*)$/],
];

function expectTlsError(thrown: unknown, code: string | RegExp, server: RawServer): void {
  expect(thrown).toBeInstanceOf(TlsError);
  expect(thrown).toMatchObject({ code: 'ERR_HTTP_TLS', sent: 'none', responseStarted: false });
  const { reason, message, attempts } = thrown as TlsError;
  expect(reason).toMatch(code);
  expect(message).toContain(`Cannot connect to host 127.0.0.1:${server.port}`);
  expect(message).toContain(reason);
  expect(attempts).toHaveLength(1);
}

describe.each(verdicts)('a server %s', (_name, makeTls, code) => {
  let server: RawServer;
  let redirecting: RawServer;
  beforeAll(async () => {
    server = await rawServer(answering, { tls: await makeTls() });
    redirecting = await rawServer(
      async (connection) => {
        for await (const _request of connection.requests()) {
          connection.write(raw([`location: ${server.origin}/`], '', '302 Found'));
        }
      },
      { tls: good },
    );
  });
  afterAll(async () => {
    await server.close();
    await redirecting.close();
  });

  it.each(['on the first connection', 'on later ones', 'after a redirect'])('has its verdict %s', (where) =>
    expectNothingLeft(
      async () => {
        const url = where === 'after a redirect' ? redirecting.origin : server.origin;
        await using client = clientOf(url, { tls: { ca: authority.cert } });
        const rounds = where === 'on the first connection' ? 1 : 3;
        const before = server.requests.length;
        for (let round = 0; round < rounds; round++) {
          if (code === undefined) expect(await client.get('/').text()).toBe('ok');
          else expectTlsError(await rejection(client.get('/')), code, server);
        }
        expect(server.requests.length - before).toBe(code === undefined ? rounds : 0);
      },
      { servers: [server, redirecting] },
    ),
  );

  it('passes with verify: false, but for the version', async () => {
    await using client = clientOf(server.origin, { tls: { verify: false } });
    if (code instanceof RegExp) expectTlsError(await rejection(client.get('/')), code, server);
    else expect(await client.get('/').text()).toBe('ok');
  });

  // INVARIANT: trust belongs to a client; nothing of one that does not verify may help one that does.
  it('is no better known for another client that does not verify', async () => {
    await using lax = clientOf(server.origin, { tls: { verify: false } });
    await using strict = clientOf(server.origin, { tls: { ca: authority.cert } });
    await using distrustful = clientOf(server.origin);
    await lax.get('/').result();
    const connections = server.connections;
    if (code === undefined) expect(await strict.get('/').text()).toBe('ok');
    else expectTlsError(await rejection(strict.get('/')), code, server);
    expect(await rejection(distrustful.get('/'))).toBeInstanceOf(TlsError);
    expect(server.connections).toBe(connections + 2);
  });
});

describe('which authorities are trusted', () => {
  let server: RawServer;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    server = await rawServer(answering, { tls: good });
    folder = await mkdtemp(join(tmpdir(), 'certificates-'));
    file = join(folder, 'authorities.pem');
    await writeFile(file, authority.cert);
    await writeFile(join(folder, 'other.pem'), (await makeUnknownAuthority()).cert);
    await writeFile(join(folder, 'empty.pem'), 'nothing');
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
    delete process.env['SSL_CERT_FILE'];
  });
  const withFile = (path: string): void => void (process.env['SSL_CERT_FILE'] = path);

  it('is in SSL_CERT_FILE where the environment counts, which it does unless told otherwise', async () => {
    withFile(file);
    await using trusting = clientOf(server.origin, { trustEnv: true });
    await using byDefault = clientOf(server.origin, { trustEnv: undefined });
    await using distrustful = clientOf(server.origin, { trustEnv: false });
    expect(await trusting.get('/').text()).toBe('ok');
    expect(await byDefault.get('/').text()).toBe('ok');
    expect(await rejection(distrustful.get('/'))).toMatchObject({
      reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  it('is in tls.ca before it is in SSL_CERT_FILE', async () => {
    withFile(join(folder, 'other.pem'));
    await using client = clientOf(server.origin, { trustEnv: true, tls: { ca: authority.cert } });
    await using other = clientOf(server.origin, { trustEnv: true });
    expect(await client.get('/').text()).toBe('ok');
    expect(await rejection(other.get('/'))).toBeInstanceOf(TlsError);
    withFile(file);
    const { cert } = await makeUnknownAuthority();
    await using wrong = clientOf(server.origin, { trustEnv: true, tls: { ca: cert } });
    expect(await rejection(wrong.get('/'))).toBeInstanceOf(TlsError);
  });

  it('is one of several, as text or bytes', async () => {
    const { cert } = await makeUnknownAuthority();
    for (const ca of [[cert, authority.cert], [Buffer.from(authority.cert)], `${cert}\n${authority.cert}`]) {
      await using client = clientOf(server.origin, { tls: { ca } });
      expect(await client.get('/').text()).toBe('ok');
    }
  });

  it.each(['missing.pem', 'empty.pem'])('a file that is of no use says so: %s', async (name) => {
    withFile(join(folder, name));
    await using client = clientOf(server.origin, { trustEnv: true });
    const before = server.connections;
    const thrown = await rejection(client.get('/'));
    expect(thrown).toBeInstanceOf(ConfigurationError);
    expect((thrown as Error).message).toContain('SSL_CERT_FILE');
    expect(server.requests.every(({ target }) => target === '/')).toBe(true);
    expect(server.connections).toBeLessThanOrEqual(before + 1);
    // Not a verdict of the moment: the next call says it again, and nothing is left of either.
    expect(await rejection(client.get('/'))).toBeInstanceOf(ConfigurationError);
    await server.waitFor(() => server.openConnections === 0);
  });

  it('is read once', async () => {
    withFile(file);
    await using client = clientOf(server.origin, { trustEnv: true, pool: { forceClose: true } });
    withFile(join(folder, 'missing.pem'));
    expect(await client.get('/').text()).toBe('ok');
    expect(await client.get('/').text()).toBe('ok');
  });
});

describe('names', () => {
  it('servername is asked for and verified in place of the host', async () => {
    const asked: (string | false | null)[] = [];
    const tls = await authority.issue({ names: ['inner.test'] });
    await using server = await rawServer(
      async (connection) => {
        asked.push((connection.socket as TLSSocket & { servername: string | false | null }).servername);
        for await (const _request of connection.requests()) connection.write(ok);
      },
      { tls },
    );
    await using right = clientOf(server.origin, { tls: { ca: authority.cert, servername: 'inner.test' } });
    await using wrong = clientOf(server.origin, { tls: { ca: authority.cert, servername: 'outer.test' } });
    await using none = clientOf(server.origin, { tls: { ca: authority.cert } });
    expect(await right.get('/').text()).toBe('ok');
    expect(await rejection(wrong.get('/'))).toMatchObject({ reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(await rejection(none.get('/'))).toMatchObject({ reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(asked[0]).toBe('inner.test');
  });

  it('the host of the URL is what is verified, whatever address it was looked up to', async () => {
    const tls = await authority.issue({ names: ['real.test'] });
    await using server = await rawServer(answering, { tls });
    await using client = clientOf(`https://real.test:${server.port}`, {
      tls: { ca: authority.cert },
      absoluteUrls: 'any',
      lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    expect(await client.get('/').text()).toBe('ok');
    expect(await rejection(client.get(`https://false.test:${server.port}/`))).toMatchObject({
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});

describe('client certificates', () => {
  it('are shown by the client that has one, and clients of different options share no socket', async () => {
    const seen: string[] = [];
    await using server = await rawServer(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          const { subject } = (connection.socket as TLSSocket).getPeerCertificate();
          seen.push(`${target} ${connection.index} ${String((subject as { CN?: string } | undefined)?.CN)}`);
          connection.write(ok);
        }
      },
      { tls: { ...good, requestCert: true, rejectUnauthorized: false, ca: authority.cert } },
    );
    const ada = await authority.issue({ client: true, names: ['ada'] });
    const ben = await authority.issue({ client: true, names: ['ben'] });
    const { cert: ca } = authority;
    await using first = clientOf(server.origin, { tls: { ca, ...ada } });
    await using second = clientOf(server.origin, { tls: { ca, ...ben } });
    await using third = clientOf(server.origin, { tls: { ca } });
    for (let round = 0; round < 2; round++) {
      await first.get('/ada');
      await second.get('/ben');
      await third.get('/nobody');
      await first.extend({ headers: { 'x-extended': '1' } }).get('/ada');
    }
    expect([...new Set(seen)].sort()).toEqual(['/ada 0 ada', '/ben 1 ben', '/nobody 2 undefined']);
    expect(server.connections).toBe(3);
  });

  it('that the server demands and nobody has are a TlsError or a reset, never an answer', async () => {
    const tls = { ...good, requestCert: true, rejectUnauthorized: true, ca: authority.cert };
    await using server = await rawServer(answering, { tls });
    await using client = clientOf(server.origin, { tls: { ca: authority.cert } });
    expect(await rejection(client.get('/'))).toMatchObject({ code: expect.stringMatching(/TLS|NETWORK/) });
    expect(server.requests).toEqual([]);
  });

  it('of clients with different options resume no session of each other', async () => {
    const resumed: boolean[] = [];
    await using server = await rawServer(
      async (connection) => {
        resumed.push((connection.socket as TLSSocket).isSessionReused());
        for await (const _request of connection.requests()) connection.write(ok);
      },
      { tls: good },
    );
    const options = { tls: { ca: authority.cert }, pool: { forceClose: true } };
    await using first = clientOf(server.origin, options);
    await using second = clientOf(server.origin, options);
    await first.get('/');
    await first.get('/');
    await second.get('/');
    expect(resumed).toEqual([false, true, false]);
  });
});

it.each([
  ['https to a plain port', false],
  ['plain HTTP to a TLS port', true],
])('%s is an error that says so and leaves nothing', async (_name, isTls) => {
  // What a server of plain HTTP says to a ClientHello.
  const refusing: Script = async (connection) => {
    await connection.bytes(1);
    connection.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n');
  };
  await using server = await rawServer(isTls ? answering : refusing, isTls ? { tls: good } : {});
  await expectNothingLeft(
    async () => {
      await using client = clientOf(
        isTls ? server.origin.replace('https', 'http') : server.origin.replace('http', 'https'),
      );
      const { code } = (await rejection(client.get('/', { timeout: 2_000 }))) as TlsError;
      expect(code).toMatch(isTls ? /NETWORK|PROTOCOL/ : /TLS/);
    },
    { servers: [server] },
  );
});
