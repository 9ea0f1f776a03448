import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import { routing } from '../support/named-origins.ts';
import type { CallerReport } from '../support/polluted-caller.ts';
import { rawServer } from '../support/raw-server.ts';
import { underTest } from '../support/transport-under-test.ts';

const names = {
  client:
    'name baseUrl headers query timeout pool tls redirect maxResponseBytes throwOnStatus decompress http2 trustEnv absoluteUrls lazyOpen captureStack plugins clock random',
  call: 'json form body schema errors signal onUploadProgress onDownloadProgress state',
  inside:
    'connect idle attempt total maxConnections keepAliveTimeout forceClose verify follow max allowDowngrade proxy collect fetch',
  got: 'url prefixUrl searchParams username password retry hooks cache cookieJar dnsLookup dnsCache isStream responseType resolveBodyOnly enableUnixSockets copyPipedHeaders context handlers https agent strictContentLength methodRewriting followRedirect allowGetBody ignoreInvalidCookies setHost localAddress createConnection',
  http: 'socketPath path host hostname port method auth lookup family hints protocol defaultPort maxHeaderSize insecureHTTPParser httpValidation joinDuplicateHeaders uniqueHeaders setDefaultHeaders _defaultAgent options pathname search href insecure',
  net: 'fd handle allowHalfOpen onread localPort autoSelectFamily noDelay keepAlive blockList highWaterMark order all verbatim',
  undici:
    'query idempotent blocking upgrade reset expectContinue throwOnError maxRedirections dispatcher origin pipelining localAddress maxResponseSize allowH2 useH2c h2Options useMilo webSocket maxRequestsPerClient',
  tls: 'ca cert key servername rejectUnauthorized checkServerIdentity secureContext session ALPNProtocols minVersion maxVersion ciphers passphrase pfx crl enableTrace requestCert isServer server socket',
};
const { module, name } = underTest.transport;
const all = [...new Set(Object.values(names).flatMap((list) => list.split(' ')))];

/** Where Node itself reads the prototype: a call then fails, by an error of the tree and before a byte is sent. */
const failing = new Set(['signal', 'blockList']);

const echo = routing(({ target, raw }) =>
  target === '/moved' ? { status: 307, headers: { location: '/landed' } } : { body: raw },
);
const authority = await makeAuthority();
const folder = mkdtempSync(join(tmpdir(), 'prototype-pollution-'));
const socketPath = join(folder, 'evil.sock');
let unixConnections = 0;
let unix: Server;
const plain = await rawServer(echo);
const secure = await rawServer(echo, { tls: true });
let worker: Worker;
let clean: readonly string[];

beforeAll(async () => {
  unix = createServer((socket) => {
    unixConnections += 1;
    socket.destroy();
  }).listen(socketPath);
  worker = new Worker(new URL('../support/polluted-caller.ts', import.meta.url), {
    workerData: {
      origins: [plain.origin, secure.origin],
      ca: authority.cert,
      socketPath,
      transport: { module, name },
    },
  });
  await once(worker, 'message');
  clean = (await ask(undefined))[0]?.outcomes ?? [];
});
afterAll(async () => {
  await worker.terminate();
  unix.close();
  rmSync(folder, { recursive: true });
  await Promise.all([plain.close(), secure.close()]);
});

async function ask(name: string | undefined): Promise<readonly CallerReport[]> {
  worker.postMessage(name);
  const [reports] = (await once(worker, 'message')) as [readonly CallerReport[]];
  return reports;
}

// INVARIANT: row U9: an option that is read from the prototype belongs to whoever can pollute it.
describe('a polluted Object.prototype', () => {
  it('is not there to begin with, and the calls are of every kind', () => {
    expect(clean).toHaveLength(6);
    for (const outcome of clean) expect(outcome).toMatch(/^(GET|POST|PUT) \/\S* HTTP\/1\.1\r\n/);
  });

  it.each(all)('%s changes no byte, and reaches no UNIX socket', async (name) => {
    const [sentPlain, sentSecure] = [plain.requests.length, secure.requests.length];
    const reports = await ask(name);
    expect(unixConnections).toBe(0);
    const outcomes = reports.flatMap(({ kind, outcomes: all }) =>
      all.map((outcome, index) => [kind, outcome === clean[index] ? 'same' : outcome]),
    );
    const failures = outcomes.filter(([, outcome]) => outcome !== 'same');
    if (!failing.has(name)) expect(failures).toEqual([]);
    for (const [, code] of failures) expect(code).toMatch(/^ERR_HTTP_(?:INVALID_REQUEST|TLS)$/);
    // A POST is redirected once.
    const sent = plain.requests.length - sentPlain + secure.requests.length - sentSecure;
    expect(sent).toBe(((outcomes.length - failures.length) * 4) / 3);
  });
});
