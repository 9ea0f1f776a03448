import { createGzip, gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { raw } from '../support/client-case.ts';
import { rawServer } from '../support/raw-server.ts';
import { runModule } from '../support/run-module.ts';

const mebibyte = 2 ** 20;

/** 300 MB of zeros in 300 KB. */
async function makeBomb(): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => gzip.on('end', resolve));
  const zeros = Buffer.alloc(3 * mebibyte);
  for (let index = 0; index < 100; index++) {
    if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  await ended;
  return Buffer.concat(chunks);
}

const bomb = await makeBomb();

/** Warms up, then measures by how much the resident set grew at its peak while `call` ran. */
function measured(call: string, url: string, limit: number): string {
  return `
    const client = createClient({ baseUrl: '${url}', maxResponseBytes: ${limit}, trustEnv: false });
    for (let index = 0; index < 20; index++) await client.get('small').text();
    globalThis.gc();
    const before = process.memoryUsage.rss();
    let received = 0;
    const call = async () => { ${call} };
    const error = await call().catch((error) => error);
    const peak = process.resourceUsage().maxRSS * 1_024;
    console.log(JSON.stringify({ code: error?.code, received, growth: peak - before }));
  `;
}

describe('a body of 300 KB that unpacks to 300 MB', () => {
  it('is small enough to be one', () => {
    expect(bomb.byteLength).toBeLessThan(400_000);
  });

  const limit = 32 * mebibyte;
  it.each([
    ['buffered', `await client.get('bomb');`],
    [
      'streamed',
      `for await (const chunk of (await client.stream('GET', 'bomb')).body) received += chunk.length;`,
    ],
    ['streamed and collected', `await (await client.stream('GET', 'bomb')).bytes();`],
  ])('costs less than three times the cap, %s', async (_name, call) => {
    const small = raw(['content-encoding: gzip'], gzipSync('small'));
    const large = raw(['content-encoding: gzip'], bomb);
    await using server = await rawServer(async (connection) => {
      for await (const { target } of connection.requests()) {
        connection.write(target === '/bomb' ? large : small);
      }
    });
    const { code, received, growth } = JSON.parse(
      await runModule(measured(call, server.url, limit)),
    ) as Readonly<Record<'code' | 'received' | 'growth', number>>;
    expect(code).toBe('ERR_HTTP_RESPONSE_TOO_LARGE');
    expect(received).toBeLessThanOrEqual(limit);
    expect(growth).toBeLessThan(3 * limit);
  });

  it('costs nothing to speak of as the body of an error, or on the way of a redirect', async () => {
    const failed = raw(['content-encoding: gzip'], bomb, '500 Oops');
    const moved = raw(['content-encoding: gzip', 'location: /failed'], bomb, '302 Found');
    const small = raw(['content-encoding: gzip'], gzipSync('small'));
    await using server = await rawServer(async (connection) => {
      for await (const { target } of connection.requests()) {
        connection.write(target === '/bomb' ? moved : target === '/failed' ? failed : small);
      }
    });
    const { code, growth } = JSON.parse(
      await runModule(measured(`await client.get('bomb');`, server.url, limit)),
    ) as Readonly<Record<'code' | 'growth', unknown>>;
    expect(code).toBe('ERR_HTTP_STATUS');
    expect(growth).toBeLessThan(24 * mebibyte);
  });
});
