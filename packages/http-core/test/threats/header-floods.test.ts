import { describe, expect, it } from 'vitest';

import { ProtocolError } from '../../src/errors/index.ts';
import { answering, raw, withClient } from '../support/client-case.ts';
import { rejection } from '../support/fake-transport.ts';
import type { Script } from '../support/raw-server.ts';

const ok = raw([], 'ok');
const filler = (bytes: number): string => `x-filler: ${'a'.repeat(bytes)}`;
const interim = (status: number, lines: readonly string[] = []): string =>
  [`HTTP/1.1 ${status} Early`, ...lines, '', ''].join('\r\n');

describe.each([
  ['plain', {}],
  ['TLS', { tls: true }],
] as const)('over %s', (_name, server) => {
  it.each([
    ['one line of 20 KB', [filler(20_000)]],
    ['one line of 1 MB', [filler(1_000_000)]],
    ['3,000 lines', Array(3_000).fill('x-a: 1234')],
  ])('headers of %s fail, buffered and streamed', (_size, lines) =>
    withClient(
      answering(raw(lines as string[], 'ok')),
      async (client) => {
        for (const call of [() => client.get('/'), () => client.stream('GET', '/')]) {
          const thrown = await rejection(call());
          expect(thrown).toBeInstanceOf(ProtocolError);
          expect(thrown).toMatchObject({ reason: 'headers', responseStarted: true });
        }
      },
      { server },
    ),
  );

  it.each([100, 102, 103, 199])('a flood of %d fails after eight', (status) => {
    let written = 0;
    const flood: Script = async (connection) => {
      await connection.request();
      // In small portions, to see that the connection is closed and not read to the end.
      for (; written < 200_000; written += 100) {
        if (!(await connection.send(interim(status).repeat(100)))) return;
      }
      connection.write(ok);
    };
    return withClient(
      flood,
      async (client, served) => {
        const thrown = await rejection(client.get('/'));
        expect(thrown).toBeInstanceOf(ProtocolError);
        expect(thrown).toMatchObject({ reason: 'framing' });
        expect((thrown as Error).message).toContain('interim');
        await served.waitFor(() => served.openConnections === 0);
        expect(written).toBeLessThan(200_000);
      },
      { server },
    );
  });
});

it('eight interim responses are none too many, whatever they are', () =>
  withClient(
    answering([100, 102, 103, 102, 103, 100, 103, 199].map((status) => interim(status)).join(''), ok),
    async (client, server) => {
      expect(await client.get('/').text()).toBe('ok');
      expect(await client.get('/').text()).toBe('ok');
      expect(server.connections).toBe(1);
    },
  ));

// INVARIANT: the cap is on everything before the body; a parser that begins anew with each interim head would grant nine of them.
it('the headers of interim responses count with those of the final one', () =>
  withClient(
    async (connection) => {
      for await (const { target } of connection.requests()) {
        const size = Number(target.slice(1));
        for (let index = 0; index < 4; index++) connection.write(interim(103, [filler(size)]));
        connection.write(raw([filler(size)], 'ok'));
      }
    },
    async (client) => {
      expect(await client.get('/2000').text()).toBe('ok');
      const thrown = await rejection(client.get('/4000'));
      expect(thrown).toBeInstanceOf(ProtocolError);
      expect(thrown).toMatchObject({ reason: 'headers' });
    },
  ));

it('headers that drip in are ended by timeout.headers', () =>
  withClient(
    async (connection) => {
      await connection.request();
      connection.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => connection.write('x-a: 1\r\n'), 10);
      await connection.closed;
      clearInterval(drip);
    },
    async (client) => {
      expect(await rejection(client.get('/', { timeout: { headers: 100 } }))).toMatchObject({
        phase: 'headers',
      });
    },
  ));

it('interim responses do not extend timeout.headers', () =>
  withClient(
    async (connection) => {
      await connection.request();
      const drip = setInterval(() => connection.write(interim(102)), 20);
      await connection.closed;
      clearInterval(drip);
    },
    async (client) => {
      expect(await rejection(client.get('/', { timeout: { headers: 100 } }))).toMatchObject({
        phase: 'headers',
        responseStarted: true,
      });
    },
  ));
