import { createClient, NetworkError, TimeoutError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { virtualClock } from '../../src/clock/virtual-clock.ts';
import { mockTransport } from '../../src/mock/mock-transport.ts';

function setUp(options: { readonly baseUrl?: string } = {}) {
  const mock = mockTransport();
  const clock = virtualClock();
  const client = createClient({ baseUrl: 'https://api.example.com/v1', ...options, clock, plugins: [mock] });
  return { mock, clock, client };
}

describe('a route', () => {
  it('answers under the base URL of the client, as its calls are written', async () => {
    const { mock, client } = setUp();
    mock.on('GET', '/users/1').reply(200, { id: 1 });
    expect(await client.get('/users/1').json()).toEqual({ id: 1 });
    expect(await client.get('users/1').json()).toEqual({ id: 1 });
    expect(mock.calls.map(({ url }) => url.href)).toEqual([
      'https://api.example.com/v1/users/1',
      'https://api.example.com/v1/users/1',
    ]);
  });

  it('fails and stalls', async () => {
    const { mock, client, clock } = setUp();
    mock.on('GET', '/a').fail('refused');
    mock.on('GET', '/b').stall('headers');
    await expect(client.get('a')).rejects.toMatchObject({ reason: 'refused', sent: 'none' });
    await expect(client.get('a')).rejects.toBeInstanceOf(NetworkError);
    const late = client.get('b', { timeout: { headers: 50 } });
    await expect(clock.settle(late)).rejects.toBeInstanceOf(TimeoutError);
    expect(clock.now()).toBe(50);
  });

  it('tells which route is nearest', async () => {
    const { mock, client } = setUp();
    mock.on('GET', '/users/:id', { query: { page: 2 } }).reply(200);
    await expect(client.get('users/1', { query: { page: 3 } })).rejects.toThrow(
      'query page should be 2, but it is "3"',
    );
    expect(() => mock.assertDone()).toThrow('1 request had no answer');
  });
});
