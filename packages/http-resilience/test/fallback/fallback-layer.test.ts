import {
  BulkheadFullError,
  CircuitOpenError,
  createClient,
  definePlugin,
  ServerStatusError,
  TimeoutError,
} from '@x/http-core';
import { describe, expect, it, vi } from 'vitest';

import { type FallbackOptions, resilience } from '../../src/index.ts';
import { EventClock } from '../support/event-clock.ts';
import { settled, url } from '../support/harness.ts';
import { wire, wireResponse } from '../support/wire.ts';

function setUp(fallback: FallbackOptions, status = 500, timeout: object = {}) {
  const clock = new EventClock();
  const transport = wire(
    (request) =>
      new Promise((resolve, reject) => {
        request.onAbort(reject);
        if (status > 0) resolve(wireResponse(status));
      }),
  );
  const decoder = definePlugin({
    name: 'any',
    contract: 1,
    setup: () => ({
      callOptions: {},
      decoders: [
        {
          name: 'any',
          claims: () => true,
          compile: () => (body) => JSON.parse(Buffer.from(body).toString()),
        },
      ],
    }),
  });
  const client = createClient({
    clock,
    timeout,
    plugins: [transport, decoder, resilience({ retry: false, fallback })],
  });
  return { clock, client };
}

describe('a fallback', () => {
  it('answers with a value, marked in the response', async () => {
    const use = vi.fn(() => ({ id: 0, name: 'nobody' }));
    const { client } = setUp({ use });
    const response = await client.get(url);
    expect(response).toMatchObject({ status: 200, isFallback: true, data: { id: 0, name: 'nobody' } });
    expect(await response.json()).toEqual({ id: 0, name: 'nobody' });
    expect(response.attempts).toMatchObject([{ status: 500 }]);
    expect(use).toHaveBeenCalledWith(
      expect.any(ServerStatusError),
      expect.objectContaining({ method: 'GET', url }),
    );
  });

  it('is what a call with a schema resolves to', async () => {
    const { client } = setUp({ use: () => [1, 2] });
    expect(await client.get(url, { schema: 'any' } as object)).toEqual([1, 2]);
  });

  it('answers with a response, of ours or of the web, or with a promise', async () => {
    const web = setUp({ use: () => new Response('cached', { status: 203, headers: { 'x-from': 'cache' } }) });
    const response = await web.client.get(url);
    expect(response).toMatchObject({ status: 203, isFallback: true });
    expect([await response.text(), response.header('x-from')]).toEqual(['cached', 'cache']);
    const own = setUp({ use: async (error) => error.response });
    expect(await own.client.get(url)).toMatchObject({ status: 500, isFallback: true });
  });

  it('is for the classes it names', async () => {
    const on = [CircuitOpenError, BulkheadFullError];
    const { client } = setUp({ on, use: () => 1 });
    expect((await client.get(url).result()).error).toBeInstanceOf(ServerStatusError);
    const other = setUp({ on: [...on, ServerStatusError], use: () => 1 });
    expect((await other.client.get(url)).isFallback).toBe(true);
  });

  it('is passed by with fallback: false, and by a success', async () => {
    const use = vi.fn(() => 1);
    expect((await setUp({ use }).client.get(url, { fallback: false }).result()).error).toMatchObject({
      status: 500,
    });
    expect((await setUp({ use }, 200).client.get(url)).isFallback).toBe(false);
    expect(use).not.toHaveBeenCalled();
  });

  it('may fail: with an error of the tree as it is, with anything else as InterceptorError', async () => {
    const busy = new BulkheadFullError({ maxConcurrent: 1 });
    const typed = setUp({
      use: () => {
        throw busy;
      },
    });
    expect((await typed.client.get(url).result()).error).toBe(busy);
    const bug = new TypeError('a bug');
    const wrong = setUp({ use: () => Promise.reject(bug) });
    expect((await wrong.client.get(url).result()).error).toMatchObject({
      name: 'InterceptorError',
      cause: bug,
    });
  });

  it('is not asked when the call is over: aborted, or past its deadline', async () => {
    const use = vi.fn(() => 1);
    const late = setUp({ use }, 0, { total: 100 });
    expect((await settled(late.clock, late.client.get(url), 200)).error).toBeInstanceOf(TimeoutError);
    const { clock, client } = setUp({ use }, 0);
    const controller = new AbortController();
    clock.schedule(10, () => controller.abort('enough'));
    expect((await settled(clock, client.get(url, { signal: controller.signal }), 50)).error).toBe('enough');
    expect(use).not.toHaveBeenCalled();
  });

  it('is asked when an attempt alone ran out of time', async () => {
    const { clock, client } = setUp({ use: () => 'late' }, 0, { attempt: 50 });
    expect((await settled(clock, client.get(url), 100)).value).toMatchObject({
      isFallback: true,
      data: 'late',
    });
  });
});
