import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

import { type AnyPlugin, createClient } from '@x/http-core';
import { describe, expect, it, vi } from 'vitest';

import { mockTransport } from '../../src/mock/mock-transport.ts';
import { CassetteError } from '../../src/recorder/cassette-error.ts';
import type { Entry } from '../../src/recorder/entry.ts';
import type { RecorderOptions } from '../../src/recorder/recorder-options.ts';
import { recorder } from '../../src/recorder/recorder.ts';
import { loopback } from '../support/loopback.ts';
import { scratchFile } from '../support/scratch.ts';

/** A client that records; without `CI`, whatever machine this is. */
function clientOf(options: RecorderOptions, baseUrl: string | undefined, ci = '') {
  vi.stubEnv('CI', ci);
  const client = createClient({
    ...(baseUrl === undefined ? {} : { baseUrl }),
    plugins: [recorder(options)],
  });
  vi.unstubAllEnvs();
  return client;
}

/** A mock that fails a test which sends anything. */
const nothing = (): AnyPlugin => mockTransport();

async function entries(file: string): Promise<readonly Entry[]> {
  return (JSON.parse(await readFile(file, 'utf8')) as { readonly entries: readonly Entry[] }).entries;
}

describe('recording and replaying', () => {
  it('replays over no transport what was recorded over a real one', async () => {
    const file = await scratchFile('users.json');
    let requests = 0;
    const baseUrl = await loopback((request, response) => {
      requests += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ path: request.url, count: requests }));
    });
    const run = async (options: Partial<RecorderOptions>) => {
      await using client = clientOf({ file, ...options }, baseUrl);
      return [await client.get('users/1').json(), await client.get('users/2').json()];
    };
    const recorded = await run({ mode: 'record' });
    expect(recorded).toEqual([
      { path: '/users/1', count: 1 },
      { path: '/users/2', count: 2 },
    ]);
    expect(await run({ mode: 'replay', transport: nothing() })).toEqual(recorded);
    expect(await run({ mode: 'auto' })).toEqual(recorded);
    expect(requests).toBe(2);
  });

  it('writes bodies that can be read, and what is needed to tell requests apart', async () => {
    const file = await scratchFile('deep/er/readable.json');
    const answers: Readonly<Record<string, readonly [string | undefined, string | Uint8Array]>> = {
      '/json': ['application/json', '{"big": 12345678901234567890, "a": 1.0}'],
      '/text': ['text/plain', 'hello'],
      '/bytes': [undefined, Buffer.from([0, 255, 1])],
    };
    const baseUrl = await loopback((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      const [type, body] = answers[request.url ?? ''] ?? [];
      if (type !== undefined) response.setHeader('content-type', type);
      response.end(body);
    });
    const run = async (mode: 'record' | 'replay') => {
      await using client = clientOf({ file, mode }, baseUrl);
      await client.post('json', { json: { b: 1, a: [2] } });
      await client.post('text', { form: { a: '1' } });
      const { status } = await client.post('bytes', { body: new Uint8Array([0, 1]) });
      expect(status).toBe(200);
      return [
        await client.get('json').text(),
        await client.get('text').text(),
        [...(await client.get('bytes').bytes())],
      ];
    };
    expect((await run('record')).slice(1)).toEqual(['hello', [0, 255, 1]]);
    expect(await run('replay')).toEqual(['{"big":12345678901234567890,"a":1}', 'hello', [0, 255, 1]]);
    const all = await entries(file);
    expect(all.map(({ request }) => request.body)).toEqual([
      { json: { b: 1, a: [2] } },
      { form: 'a=1' },
      { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: 2 },
      undefined,
      undefined,
      undefined,
    ]);
    expect(all.map(({ response }) => Object.keys(response.body ?? {})[0])).toEqual([
      'json',
      'text',
      'base64',
      'json',
      'text',
      'base64',
    ]);
    expect(await readdir(dirname(file))).toEqual(['readable.json']);
  });

  it('takes off a coding that the server insists on', async () => {
    const file = await scratchFile('gzip.json');
    const baseUrl = await loopback((_request, response) => {
      response.setHeader('content-encoding', 'gzip').setHeader('content-type', 'application/json');
      response.end(gzipSync('{"id":1,"password":"hunter2hunter2"}'));
    });
    for (const mode of ['record', 'replay'] as const) {
      await using client = clientOf({ file, mode }, baseUrl);
      expect(await client.get('').json()).toMatchObject({ id: 1 });
    }
    expect((await entries(file))[0]?.response.body).toEqual({ json: { id: 1, password: '***' } });
  });

  it('replays redirects, errors and streams as the core met them', async () => {
    const file = await scratchFile('shapes.json');
    const baseUrl = await loopback((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new' }).end('moved');
      else if (request.url === '/missing') response.writeHead(404).end('{"title":"not here"}');
      else if (request.url === '/stream') {
        response.write('first,');
        response.end('second');
      } else response.end('new');
    });
    const run = async (mode: 'record' | 'replay') => {
      await using client = clientOf({ file, mode }, baseUrl);
      const moved = await client.get('old');
      const error: unknown = await client.get('missing').catch((raised: unknown) => raised);
      const streamed = await client.stream('GET', 'stream');
      return [
        moved.redirects,
        await moved.text(),
        error,
        await streamed.text(),
        (await client.head('new')).status,
      ];
    };
    const recorded = await run('record');
    const replayed = await run('replay');
    expect(recorded[0]).toEqual([`${baseUrl}new`]);
    expect(replayed[0]).toEqual(recorded[0]);
    expect(replayed[1]).toBe('new');
    expect(replayed[2]).toMatchObject({ name: 'NotFoundError', status: 404 });
    expect(replayed.slice(3)).toEqual(['first,second', 200]);
  });
});

describe('what answers a request', () => {
  it('is an entry of the same method, URL and body, in any order, each once', async () => {
    const file = await scratchFile('order.json');
    let count = 0;
    const baseUrl = await loopback((_request, response) => void response.end(String((count += 1))));
    {
      await using client = clientOf({ file, mode: 'record' }, baseUrl);
      await client.get('a?x=1&y=2');
      await client.post('a', { json: { b: 1, c: 2 } });
      await client.get('a?x=1&y=2');
    }
    await using client = clientOf({ file, mode: 'replay' }, baseUrl);
    expect(await client.post('a', { json: { c: 2, b: 1 } }).text()).toBe('2');
    expect(await client.get('a?y=2&x=1').text()).toBe('1');
    expect(await client.get('a?x=1&y=2').text()).toBe('3');
    await expect(client.get('a?x=1&y=2')).rejects.toThrow('are used up; with repeat: true');
    await expect(client.get('a?x=2')).rejects.toThrow('differ in query, body or headers');
    await using again = clientOf({ file, mode: 'replay', repeat: true }, baseUrl);
    const answers = [];
    for (let index = 0; index < 4; index++) answers.push(await again.get('a?x=1&y=2').text());
    expect(answers).toEqual(['1', '3', '3', '3']);
  });

  it('is found by named headers, without a body or without what is different every time, as asked', async () => {
    const file = await scratchFile('match.json');
    const mock = mockTransport();
    mock
      .on('*', '*')
      .reply((request) => ({ body: `${request.headers.get('accept-language')} ${request.text()}` }));
    const match = { headers: ['Accept-Language'], ignore: ['nonce'] };
    const url = 'https://api.example.com/';
    {
      await using client = clientOf({ file, mode: 'record', transport: mock, match }, url);
      await client.post('?nonce=1', { json: { nonce: 1, at: 'x' }, headers: { 'accept-language': 'de' } });
      await client.post('?nonce=2', { json: { nonce: 2, at: 'x' }, headers: { 'accept-language': 'en' } });
    }
    await using client = clientOf({ file, mode: 'replay', transport: nothing(), match }, url);
    const english = client.post('?nonce=3', {
      json: { nonce: 3, at: 'x' },
      headers: { 'accept-language': 'en' },
    });
    expect(await english.text()).toBe('en {"nonce":2,"at":"x"}');
    await using loose = clientOf({ file, mode: 'replay', match: { body: false, ignore: ['nonce'] } }, url);
    expect((await loose.post('', { body: 'something else' })).status).toBe(200);
  });

  it('is one each for requests at the same time', async () => {
    const file = await scratchFile('parallel.json');
    const mock = mockTransport();
    let count = 0;
    mock.on('GET', '*').reply(() => ({ body: String((count += 1)) }));
    const run = async (options: Partial<RecorderOptions>) => {
      await using client = clientOf({ file, ...options }, 'https://api.example.com/');
      const bodies = await Promise.all(Array.from({ length: 20 }, () => client.get('same').text()));
      return bodies.toSorted();
    };
    const recorded = await run({ mode: 'record', transport: mock });
    expect(new Set(recorded).size).toBe(20);
    expect(await run({ mode: 'replay', transport: nothing() })).toEqual(recorded);
  });
});

describe('what is missing', () => {
  it.each([
    [{ mode: 'replay' as const }, ''],
    [{}, 'true'],
    [{ mode: 'auto' as const }, '1'],
  ])('fails with %j where CI is %j, and says how to record', async (options, ci) => {
    const file = await scratchFile('none.json');
    await using client = clientOf({ file, transport: nothing(), ...options }, 'https://api.example.com/', ci);
    const error: unknown = await client.get('users/1?token=s3cr3t').catch((raised: unknown) => raised);
    expect(error).toBeInstanceOf(CassetteError);
    expect((error as CassetteError).message).toMatch(/There is no cassette .*none\.json.*mode: 'record'/);
    expect(String(error)).not.toContain('s3cr3t');
    await client.close();
    await expect(readdir(dirname(file))).resolves.toEqual([]);
  });

  it('is recorded by auto elsewhere, and leaves what was there', async () => {
    const file = await scratchFile('auto.json');
    const mock = mockTransport();
    mock.on('GET', '/:name').reply(({ params }) => ({ body: params.name }));
    for (const names of [['a'], ['a', 'b'], ['b', 'a']]) {
      await using client = clientOf({ file, transport: mock }, 'https://api.example.com/', 'false');
      for (const name of names) expect(await client.get(name).text()).toBe(name);
    }
    expect(mock.calls.map(({ path }) => path)).toEqual(['/a', '/b']);
    expect((await entries(file)).map(({ request }) => request.url)).toEqual([
      'https://api.example.com/a',
      'https://api.example.com/b',
    ]);
  });

  it.each([
    ['not JSON', 'is not JSON'],
    ['{"version":2,"entries":[]}', 'has version 2; this recorder reads version 1'],
    ['{"entries":[]}', 'has version none'],
    ['{"version":1,"entries":[{"request":{}}]}', 'an entry without a request or a response'],
  ])('or is no cassette: %s', async (content, message) => {
    const file = await scratchFile('odd.json');
    await writeFile(file, content);
    await using client = clientOf({ file, mode: 'replay' }, 'https://api.example.com/');
    await expect(client.get('')).rejects.toThrow(message);
  });
});

it('keeps no exchange that failed, and none whose body broke off', async () => {
  const file = await scratchFile('failed.json');
  const mock = mockTransport();
  mock.on('GET', '/reset').fail('reset');
  mock.on('GET', '/broken').reply(200, 'abcdef').truncated();
  mock.on('GET', '/fine').reply(200, 'abcdef');
  {
    await using client = clientOf({ file, mode: 'record', transport: mock }, 'https://api.example.com/');
    await expect(client.get('reset')).rejects.toMatchObject({ reason: 'reset' });
    await expect(client.get('broken')).rejects.toMatchObject({ reason: 'truncated' });
    const broken = await client.stream('GET', 'broken');
    await expect(broken.text()).rejects.toMatchObject({ reason: 'truncated' });
    await client.get('fine');
  }
  expect((await entries(file)).map(({ request }) => request.url)).toEqual(['https://api.example.com/fine']);
});

it('ends with the caller, recording and replaying', async () => {
  const file = await scratchFile('abort.json');
  const mock = mockTransport();
  mock.on('GET', '/stalled').stall('headers');
  await using client = clientOf({ file, mode: 'record', transport: mock }, 'https://api.example.com/');
  const controller = new AbortController();
  const call = client.get('stalled', { signal: controller.signal });
  await vi.waitFor(() => expect(mock.calls).toHaveLength(1));
  controller.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});
