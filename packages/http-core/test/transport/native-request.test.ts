import { expect, it } from 'vitest';

import { InvalidRequestError } from '../../src/errors/index.ts';
import { answer, rejection, send, textOf, withServer } from '../support/wire.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

it('puts the given headers on the wire and nothing of got', () =>
  withServer(answer(ok), async (server, transport) => {
    await send(transport, `${server.url}/a%20b?c=d&e`, {
      headers: { accept: '*/*', 'x-two': ['1', '2'], __proto__: 'data' },
    });
    expect(server.requests[0]?.raw.toString()).toBe(
      `GET /a%20b?c=d&e HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\naccept: */*\r\nx-two: 1\r\nx-two: 2\r\nConnection: keep-alive\r\n\r\n`,
    );
  }));

it("leaves the caller's own host as it is", () =>
  withServer(answer(ok), async (server, transport) => {
    await send(transport, server.url, { headers: { host: 'other.example' } });
    expect(server.requests[0]?.headers['host']).toEqual(['other.example']);
  }));

it('writes the framing that was decided once', () =>
  withServer(answer(ok), async (server, transport) => {
    await send(transport, server.url, {
      method: 'POST',
      body: Buffer.from('abc'),
      headers: { 'content-length': '3' },
    });
    expect(server.requests[0]?.headers['content-length']).toEqual(['3']);
  }));

it('sends a method of small letters as it stands', () =>
  withServer(answer(ok), async (server, transport) => {
    await send(transport, server.url, { method: 'propfind', headers: { 'x-two': ['1', '2'] } });
    expect(server.requests[0]?.raw.toString()).toBe(
      `propfind / HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\nx-two: 1, 2\r\ncontent-length: 0\r\nConnection: keep-alive\r\n\r\n`.replace(
        'x-two: 1, 2',
        'x-two: 1\r\nx-two: 2',
      ),
    );
  }));

it('does nothing about a host called unix', () =>
  withServer(
    answer(ok),
    async (server, transport) => {
      expect(textOf(await send(transport, `http://unix:${server.port}/tmp/x.sock:/path`))).toBe('ok');
    },
    { lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]) },
  ));

it('what Node will not send is an InvalidRequestError', () =>
  withServer(answer(ok), async (server, transport) => {
    const thrown = await rejection(send(transport, server.url, { headers: { a: 'b\r\nc: d' } }));
    expect(thrown).toBeInstanceOf(InvalidRequestError);
    expect(server.requests).toHaveLength(0);
    expect(transport.connections.open).toBe(0);
  }));
