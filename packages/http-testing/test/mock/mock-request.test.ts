import { inspect } from 'node:util';

import { createClient } from '@x/http-core';
import { expect, it } from 'vitest';

import { mockTransport } from '../../src/mock/mock-transport.ts';

it('has everything of the request, and prints none of what may be secret', async () => {
  const mock = mockTransport();
  mock.on('POST', '/users/:id').reply(200);
  await using client = createClient({ baseUrl: 'https://api.example.com/v1', plugins: [mock] });
  const headers = { authorization: 'Bearer hunter2hunter2' };
  await client.post('users/1', { json: { a: 1 }, headers, query: { page: 2, token: 's3cr3t' } });
  const [call] = mock.calls;
  expect(call).toMatchObject({ index: 0, method: 'POST', path: '/users/1', params: { id: '1' } });
  expect(call?.url.pathname).toBe('/v1/users/1');
  expect(call?.query.get('page')).toBe('2');
  expect(call?.headers.get('authorization')).toBe('Bearer hunter2hunter2');
  expect(call?.json()).toEqual({ a: 1 });
  expect(call?.text()).toBe('{"a":1}');
  expect(new TextDecoder().decode(call?.body)).toBe('{"a":1}');
  for (const shown of [
    inspect(call),
    inspect(mock.calls, { depth: 9 }),
    JSON.stringify(mock.calls),
    call?.label,
  ]) {
    expect(shown).toContain('page=2');
    expect(shown).not.toMatch(/hunter2|s3cr3t/);
  }
});

it('reads a form', async () => {
  const mock = mockTransport();
  mock.on('POST', '/').reply(200);
  await using client = createClient({ baseUrl: 'https://api.example.com', plugins: [mock] });
  await client.post('', { form: { a: '1', b: 'x y' } });
  expect(Object.fromEntries(mock.calls[0]?.form() ?? [])).toEqual({ a: '1', b: 'x y' });
});
