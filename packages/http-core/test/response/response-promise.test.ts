import { describe, expect, it, test } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { createClient } from '../../src/create-client.ts';
import { DecodeError, NotFoundError } from '../../src/errors/index.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';
const body = '{"id":1}';

const json = definePlugin<'json', {}, { schema: unknown; accepts: object; output: { id: number } }>({
  name: 'json',
  contract: 1,
  setup: () => ({
    callOptions: {},
    decoders: [
      {
        name: 'json',
        claims: () => true,
        compile:
          () =>
          (bytes: Uint8Array): unknown =>
            JSON.parse(new TextDecoder().decode(bytes)),
      },
    ],
  }),
});

function make(status = 200) {
  const transport = fakeTransport(() => ({ status, body }));
  return { transport, client: createClient({ plugins: [json, transport] }) };
}

test('is a real promise', async () => {
  const { client } = make();
  const call = client.get(url);
  expect(call).toBeInstanceOf(Promise);
  expect(Object.getPrototypeOf(call)).toBe(Promise.prototype);
  expect((await call.then((response) => response)).status).toBe(200);
  expect((await client.get(url)).status).toBe(200);
  let isFinally = false;
  await client.get(url).finally(() => (isFinally = true));
  expect(isFinally).toBe(true);
});

test('every method of one call shares one send', async () => {
  const { client, transport } = make();
  const call = client.get(url);
  const [response, text, bytes, value, result, both] = await Promise.all([
    call,
    call.text(),
    call.bytes(),
    call.json(),
    call.result(),
    call.withResponse(),
  ]);
  expect(transport.requests).toHaveLength(1);
  expect([text, new TextDecoder().decode(bytes), value]).toEqual([body, body, { id: 1 }]);
  expect(result).toMatchObject({ ok: true });
  expect(result.data).toBe(response);
  expect(both).toEqual({ data: response, response });
  const decoded = client.get(url, { schema: {} });
  const [data, more, again] = await Promise.all([decoded, decoded.withResponse(), decoded.result()]);
  expect(data).toEqual({ id: 1 });
  expect(more.data).toBe(data);
  expect(more.response.status).toBe(200);
  expect(again).toMatchObject({ ok: true, data });
  expect(transport.requests).toHaveLength(2);
});

test('json, text and bytes are there on undecoded calls only', async () => {
  const { client } = make();
  const undecoded = client.get(url);
  expect(['json' in undecoded, 'text' in undecoded, 'bytes' in undecoded]).toEqual([true, true, true]);
  const decoded = client.get(url, { schema: {} });
  expect(['json' in decoded, 'text' in decoded, 'bytes' in decoded]).toEqual([false, false, false]);
  const plain = client.get(url, { schema: undefined });
  expect('json' in plain).toBe(true);
  await Promise.all([undecoded, decoded, plain]);
});

describe('result', () => {
  it('never rejects for an error of the tree', async () => {
    const { client } = make(404);
    const result = await client.get(url).result();
    expect(result.ok).toBe(false);
    expect(result.error).toBeInstanceOf(NotFoundError);
    expect([result.data, result.response]).toEqual([undefined, undefined]);
    expect((await client.get('relative').result()).error).toMatchObject({ code: 'ERR_HTTP_INVALID_REQUEST' });
    expect((await client.get(url, 5 as never).result()).ok).toBe(false);
    await client.close();
    expect((await client.get(url).result()).error).toMatchObject({ code: 'ERR_HTTP_CLOSED' });
  });

  it('still rejects with a caller’s own abort', async () => {
    const { client } = make();
    expect(await rejection(client.get(url, { signal: AbortSignal.abort('stop') }).result())).toBe('stop');
  });
});

test('json of a body that is none is a DecodeError without a schema', async () => {
  const client = createClient({ plugins: [fakeTransport(() => ({ body: 'no json' }))] });
  const error = await rejection(client.get(url).json());
  expect(error).toBeInstanceOf(DecodeError);
  expect(error).toMatchObject({ schema: undefined, attempts: [{ status: 200 }] });
});

test('a call that nobody awaits still settles', async () => {
  const { client, transport } = make();
  const seen: unknown[] = [];
  client.on('request.finished', ({ status }) => void seen.push(status));
  void client.get(url);
  await eventLoopTurns();
  expect(transport.requests).toHaveLength(1);
  expect(seen).toEqual([200]);
});
