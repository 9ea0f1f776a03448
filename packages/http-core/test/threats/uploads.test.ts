import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import type { BodyInput } from '../../src/body/body-input.ts';
import { InvalidRequestError, StatusError } from '../../src/errors/index.ts';
import { raw, readStream, withClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { Script } from '../support/raw-server.ts';

const schemes = [
  ['plain', {}],
  ['TLS', { tls: true }],
] as const;
const text = 'Grüße, '.repeat(40_000);
const bytes = Buffer.from(text);
/** In pieces of odd sizes, an empty one among them. */
async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let start = 0, size = 1; start < bytes.length; start += size, size = (size * 7) % 70_001 || 1) {
    yield bytes.subarray(start, start + size);
    yield new Uint8Array();
  }
}
const form = (): FormData => {
  const data = new FormData();
  data.append('field', 'value');
  data.append('file', new Blob([bytes]), 'file.txt');
  return data;
};
const bodies: readonly (readonly [string, () => BodyInput, 'length' | 'chunked'])[] = [
  ['a string', () => text, 'length'],
  ['bytes', () => bytes, 'length'],
  ['an empty string', () => '', 'length'],
  ['URLSearchParams', () => new URLSearchParams({ a: text }), 'length'],
  ['a Blob', () => new Blob([bytes]), 'length'],
  ['FormData', form, 'length'],
  ['a web stream', () => new Blob([bytes]).stream(), 'chunked'],
  ['a Node stream', () => Readable.from(pieces()), 'chunked'],
  ['an async iterable', () => pieces(), 'chunked'],
  ['a function that makes one', () => () => pieces(), 'chunked'],
  ['a function that makes bytes', () => () => bytes, 'length'],
];
const echoing: Script = async (connection) => {
  for await (const { body } of connection.requests()) connection.write(raw([], body));
};

describe.each(schemes)('over %s', (_name, server) => {
  it.each(bodies)('%s arrives as it was given, and its progress is told', (name, makeBody, framing) =>
    withClient(
      echoing,
      async (client, served) => {
        for (const isStreamed of [false, true]) {
          const steps: { transferred: number; total: number | undefined }[] = [];
          const options = {
            body: makeBody(),
            onUploadProgress: (step: (typeof steps)[0]) => void steps.push(step),
          };
          const response = await (isStreamed
            ? client.stream('POST', '/', options)
            : client.post('/', options));
          const echoed = Buffer.from(await response.bytes());
          const request = served.requests.at(-1);
          if (name === 'FormData') expect(echoed.includes(bytes)).toBe(true);
          else if (name === 'URLSearchParams') {
            expect(echoed.toString()).toBe(new URLSearchParams({ a: text }).toString());
          } else expect(echoed.equals(name === 'an empty string' ? Buffer.alloc(0) : bytes)).toBe(true);
          expect(request?.headers['transfer-encoding'] === undefined).toBe(framing === 'length');
          if (framing === 'length') {
            expect(request?.headers['content-length']).toEqual([String(echoed.length)]);
          }
          const sizes = steps.map(({ transferred }) => transferred);
          expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
          if (echoed.length > 0) expect(sizes.at(-1)).toBe(echoed.length);
          expect(
            steps.every(({ total }) => total === (framing === 'length' ? echoed.length : undefined)),
          ).toBe(true);
        }
        expect(served.connections).toBe(1);
      },
      { server },
    ),
  );

  it.each(['end', 'reset', 'open'] as const)('an early 413 beats an upload of 20 MB, by %s', async (how) => {
    let isEnded = false;
    const generated = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (let index = 0; index < 320; index++) yield new Uint8Array(65_536);
      } finally {
        isEnded = true;
      }
    };
    await withClient(
      async (connection) => {
        await connection.head();
        await connection.send(raw([], 'too large', '413 Payload Too Large'));
        if (how !== 'open') connection[how]();
      },
      async (client, served) => {
        for (const body of [new Uint8Array(20 * 2 ** 20), generated()]) {
          const thrown = (await rejection(client.post('/', { body }))) as StatusError;
          expect(thrown).toBeInstanceOf(StatusError);
          expect(thrown.status).toBe(413);
          expect(await thrown.response.text()).toBe('too large');
          await served.waitFor(() => served.openConnections === 0);
        }
        expect(isEnded).toBe(true);
      },
      { server },
    );
  });

  it('a progress of the download is told, with its total where that is known', () =>
    withClient(
      async (connection) => {
        for await (const { target } of connection.requests()) {
          const headers = target === '/known' ? [] : ['transfer-encoding: chunked'];
          const chunk = Buffer.concat([
            Buffer.from(`${bytes.length.toString(16)}\r\n`),
            bytes,
            Buffer.from('\r\n0\r\n\r\n'),
          ]);
          connection.write(raw(headers, target === '/known' ? bytes : chunk));
        }
      },
      async (client) => {
        for (const path of ['/known', '/unknown']) {
          for (const isStreamed of [false, true]) {
            const steps: { transferred: number; total: number | undefined }[] = [];
            const options = { onDownloadProgress: (step: (typeof steps)[0]) => void steps.push(step) };
            const response = await (isStreamed
              ? client.stream('GET', path, options)
              : client.get(path, options));
            expect((await response.bytes()).byteLength).toBe(bytes.length);
            expect(steps.at(-1)).toEqual({
              transferred: bytes.length,
              total: path === '/known' ? bytes.length : undefined,
            });
            expect(steps.length).toBeGreaterThan(1);
          }
        }
      },
      { server },
    ));
});

it('a listener of progress that throws never reaches the call', () =>
  withClient(echoing, async (client, server) => {
    const options = { body: bytes, onUploadProgress: explode, onDownloadProgress: explode };
    expect((await client.post('/', options)).status).toBe(200);
    expect((await readStream(await client.stream('POST', '/', options))).equals(bytes)).toBe(true);
    expect(server.connections).toBe(1);
  }));

describe('a source', () => {
  it('that fails fails the call, with its error as the cause, and the request is never whole', () =>
    withClient(echoing, async (client, server) => {
      const broken = new Error('the disk is gone');
      const failing = async function* (): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(100);
        await delay(5);
        throw broken;
      };
      const thrown = await rejection(client.put('/', { body: failing() }));
      expect(thrown).toBeInstanceOf(InvalidRequestError);
      expect((thrown as Error).cause).toBe(broken);
      await server.waitFor(() => server.openConnections === 0);
      expect(server.requests).toHaveLength(0);
    }));

  it.each([
    ['more', 200],
    ['less', 50],
  ])('that gives %s than was announced is cut off, not sent as another request', (_name, size) =>
    withClient(echoing, async (client, server) => {
      const body = async function* (): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(50);
        if (size > 50) yield new Uint8Array(size - 50);
      };
      const headers = { 'content-length': '100' };
      expect(await rejection(client.put('/', { body: body(), headers }))).toBeInstanceOf(InvalidRequestError);
      await server.waitFor(() => server.openConnections === 0);
      expect(server.requests).toHaveLength(0);
    }),
  );

  it('is read no faster than the peer takes it', async () => {
    let given = 0;
    const generated = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 65_536;
        yield new Uint8Array(65_536);
      }
    };
    await withClient(
      async (connection) => {
        connection.pause();
        await delay(150);
        connection.resume();
      },
      async (client) => {
        await rejection(client.put('/', { body: generated(), timeout: { idle: 100 } }));
      },
    );
    // What the buffers of the system hold.
    expect(given).toBeLessThan(16 * 2 ** 20);
  });
});

function explode(): never {
  throw new Error('the listener is broken');
}
