import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../http-testing/src/clock/virtual-clock.ts';
import { createClient } from '../src/create-client.ts';
import { ResponseTooLargeError } from '../src/errors/index.ts';
import { fakeTransport, openBody, rejection } from './support/fake-transport.ts';

const url = 'http://a.test/';

describe('a buffered call over a transport that streams all the same', () => {
  it('has read the body when it settles', async () => {
    const source = openBody();
    source.push('one');
    source.push('two');
    source.end();
    const client = createClient({ plugins: [fakeTransport(() => ({ body: source.body }))] });
    const response = await client.get(url);
    expect(new TextDecoder().decode(response.peek())).toBe('onetwo');
  });

  it('is covered by the deadline and the idle limit', async () => {
    const clock = new VirtualClock();
    const transport = fakeTransport(() => ({ body: openBody().body }));
    const client = createClient({ clock, timeout: { idle: 50, total: 100 }, plugins: [transport] });
    const idle = rejection(client.get(url));
    await clock.advance(50);
    expect(await idle).toMatchObject({ phase: 'idle' });
    const total = rejection(client.get(url, { timeout: { idle: null } }));
    await clock.advance(100);
    expect(await total).toMatchObject({ phase: 'total' });
    expect(transport.destroyed).toBe(2);
    expect(clock.pending).toBe(0);
  });

  it('is held to the cap, within the attempt', async () => {
    const source = openBody();
    source.push('too much');
    const transport = fakeTransport(() => ({ body: source.body }));
    const client = createClient({ maxResponseBytes: 5, plugins: [transport] });
    const error = await rejection(client.get(url));
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(error).toMatchObject({ attempts: [{ error: 'ERR_HTTP_RESPONSE_TOO_LARGE' }] });
    expect(transport.destroyed).toBe(1);
  });
});

describe('a transport that fails at once', () => {
  it('is a rejection with its attempt in the ledger', async () => {
    const transport = {
      name: 'failing',
      features: new Set<never>(),
      exchange: () => {
        throw new TypeError('no');
      },
      close: async () => {},
    };
    const client = createClient({
      plugins: [{ name: 'failing', contract: 1, setup: () => ({ transport, callOptions: {} }) }],
    });
    const error = await rejection(client.get(url));
    expect(error).toMatchObject({
      code: 'ERR_HTTP_INTERCEPTOR',
      attempts: [{ error: 'TypeError', duration: expect.any(Number) }],
    });
  });
});
