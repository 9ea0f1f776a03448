import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from '@x/http-core';
import { got } from '@x/http-core/got';
import { afterAll, describe, expect, it } from 'vitest';

import { virtualClock } from '../../src/clock/virtual-clock.ts';
import { makeAuthority } from '../../src/fault-server/certificates.ts';
import { describeTransport } from '../../src/index.ts';
import { mockTransport } from '../../src/mock/mock-transport.ts';
import type { Entry } from '../../src/recorder/entry.ts';
import { recorder } from '../../src/recorder/recorder.ts';
import { loopback } from '../support/loopback.ts';
import { scratchFile } from '../support/scratch.ts';

const url = 'https://api.example.com/';

const certificate = async () => {
  const authority = await makeAuthority();
  return { ...(await authority.issue()), ca: authority.cert };
};

// INVARIANT: what is recorded is what would have happened without a recorder.
describe('a transport that is recorded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'cassette.json');
  describeTransport({ describe, it }, () => recorder({ file, mode: 'record', transport: got() }), {
    certificate,
  });
});

describe('a source for a body', () => {
  async function* source(...texts: string[]) {
    for (const text of texts) yield new TextEncoder().encode(text);
  }

  it('flows while it is recorded, and tells requests apart in a replay', async () => {
    const file = await scratchFile('source.json');
    let hasBegun = (): void => {};
    const begun = new Promise<void>((resolve) => {
      hasBegun = resolve;
    });
    const baseUrl = await loopback(async (request, response) => {
      let body = '';
      for await (const chunk of request) {
        hasBegun();
        body += String(chunk);
      }
      response.end(`got ${body}`);
    });
    async function* waiting() {
      yield new TextEncoder().encode('one,');
      await begun;
      yield new TextEncoder().encode('two');
    }
    {
      await using client = createClient({ baseUrl, plugins: [recorder({ file, mode: 'record' })] });
      expect(await client.post('', { body: () => waiting() }).text()).toBe('got one,two');
      expect(await client.post('', { body: () => source('other') }).text()).toBe('got other');
    }
    const { entries } = JSON.parse(await readFile(file, 'utf8')) as { readonly entries: readonly Entry[] };
    expect(entries.map(({ request }) => request.body)).toEqual([{ text: 'one,two' }, { text: 'other' }]);
    await using client = createClient({ baseUrl, plugins: [recorder({ file, mode: 'replay' })] });
    expect(await client.post('', { body: () => source('oth', 'er') }).text()).toBe('got other');
    expect(await client.post('', { body: () => source('one,two') }).text()).toBe('got one,two');
  });

  it('that never ends is ended, in a recording and in a replay', async () => {
    const mock = mockTransport();
    mock.on('POST', '/').reply(200);
    const file = await scratchFile('endless.json');
    for (const mode of ['record', 'replay'] as const) {
      let isEnded = false;
      async function* endless() {
        const chunk = new Uint8Array(4 * 1024 * 1024);
        try {
          for (;;) yield chunk;
        } finally {
          isEnded = true;
        }
      }
      await using client = createClient({
        baseUrl: url,
        plugins: [recorder({ file, mode, transport: mock })],
      });
      await expect(client.post('', { body: () => endless() })).rejects.toThrow('more than 64 MiB');
      expect(isEnded).toBe(true);
    }
  });
});

it('keeps of a body what was read of it, and breaks off there in a replay that reads on', async () => {
  const file = await scratchFile('cut.json');
  const mock = mockTransport();
  mock.on('GET', '/').reply(200, 'abcdef').chunked({ size: 3 });
  const read = async (mode: 'record' | 'replay', most: number): Promise<string> => {
    await using client = createClient({ baseUrl: url, plugins: [recorder({ file, mode, transport: mock })] });
    let text = '';
    for await (const piece of (await client.stream('GET', '')).body) {
      text += new TextDecoder().decode(piece);
      if (text.length >= most) break;
    }
    return text;
  };
  expect(await read('record', 3)).toBe('abc');
  expect(await read('replay', 3)).toBe('abc');
  await expect(read('replay', 6)).rejects.toMatchObject({ reason: 'truncated' });
});

it('replays under a virtual clock without a moment of real waiting', async () => {
  const file = await scratchFile('clock.json');
  const mock = mockTransport();
  mock.on('GET', '/').reply(200, 'fine');
  for (const mode of ['record', 'replay'] as const) {
    const clock = virtualClock();
    const plugins = [recorder({ file, mode, transport: mock })] as const;
    const client = createClient({ baseUrl: url, clock, plugins });
    expect(await clock.settle(client.get('').text())).toBe('fine');
    expect(clock.now()).toBe(0);
    await client.close();
  }
});
