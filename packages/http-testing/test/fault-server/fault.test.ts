import { connect as connectHttp2 } from 'node:http2';

import { describe, expect, it } from 'vitest';

import { expectNothingLeft, fault, type FaultName, faultServer, makeAuthority } from '../../src/index.ts';
import { nodeRequest } from '../support/node-request.ts';

it('is refused by a name that is not in the catalogue, which it then lists', () => {
  expect(() => fault('resetAfterLunch' as FaultName)).toThrow(/resetAfterLunch.*resetBeforeHeaders/);
  // What every object has is no fault either.
  expect(() => fault('toString' as FaultName)).toThrow('no fault called');
});

it('takes options', async () => {
  await using server = await faultServer();
  server.next(fault('retryAfter', { status: 429, value: 'soon' }));
  expect(await nodeRequest(server.url)).toMatchObject({ status: 429, headers: { 'retry-after': 'soon' } });
});

/** What a client of node:http2 hears on one request. */
async function overHttp2(origin: string): Promise<Readonly<Record<string, unknown>>> {
  const session = connectHttp2(origin, { ca: (await makeAuthority()).cert });
  const heard: Record<string, unknown> = { body: '', status: undefined };
  session.on('goaway', (code, last) => Object.assign(heard, { goAway: code, last }));
  session.on('error', () => {});
  const stream = session.request({ ':path': '/' });
  stream.on('response', (headers) => (heard['status'] = headers[':status']));
  stream.on('data', (chunk: Buffer) => (heard['body'] += chunk.toString()));
  await new Promise<void>((resolve) => {
    stream.on('error', () => {});
    stream.on('close', resolve);
  });
  heard['code'] = stream.rstCode;
  session.destroy();
  return heard;
}

describe('over HTTP/2', () => {
  it.each([
    ['http2RefusedStream', {}, { code: 7, status: undefined }],
    ['http2ResetBeforeHeaders', {}, { code: 2, status: undefined }],
    ['http2ResetBeforeHeaders', { code: 8 }, { code: 8, status: undefined }],
    ['http2ResetMidBody', {}, { code: 2, status: 200, body: 'half' }],
    ['http2ResetMidBody', { code: 0 }, { code: 0, status: 200, body: 'half' }],
    ['http2Http11Required', {}, { code: 13, status: undefined }],
    ['http2GoAway', {}, { goAway: 0, last: 0, status: undefined }],
  ] as const)('%s %j', async (name, options, heard) => {
    await using server = await faultServer({ tls: true, always: fault(name, options) });
    await expectNothingLeft(async () => expect(await overHttp2(server.origin)).toMatchObject(heard), {
      servers: [server],
    });
  });
});
