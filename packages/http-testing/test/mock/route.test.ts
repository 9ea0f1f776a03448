import { ConfigurationError, createClient, NetworkError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { type MockTransport, mockTransport } from '../../src/mock/mock-transport.ts';

/** The statuses of so many calls of `/`; an error by its name. */
async function statuses(mock: MockTransport, count: number): Promise<readonly unknown[]> {
  await using client = createClient({ baseUrl: 'https://a.test/', throwOnStatus: false, plugins: [mock] });
  const found: unknown[] = [];
  for (let index = 0; index < count; index++) {
    found.push(
      await client.get('').then(
        ({ status }) => status,
        (error: unknown) => (error as Error).name,
      ),
    );
  }
  return found;
}

describe('a sequence', () => {
  it('goes on as it was written, and the last entry persists', async () => {
    const mock = mockTransport();
    mock.on('GET', '/').replyOnce(503).failOnce('refused').reply(201).times(2).reply(200);
    expect(await statuses(mock, 6)).toEqual([503, 'NetworkError', 201, 201, 200, 200]);
  });

  it('that is used up fails loudly, with a hint', async () => {
    const mock = mockTransport();
    mock.on('GET', '/').reply(200).once().replyOnce(201);
    expect(await statuses(mock, 3)).toEqual([200, 201, 'UnmatchedRequestError']);
    expect(() => mock.assertDone()).toThrow('GET /: its replies are used up, after 2');
  });

  it('that is used up lets the next route answer', async () => {
    const mock = mockTransport();
    mock.on('GET', '/').replyOnce(500);
    mock.on('*', '/').reply(200);
    expect(await statuses(mock, 2)).toEqual([500, 200]);
  });

  it('may persist with what would answer once', async () => {
    const mock = mockTransport();
    mock.on('GET', '/').replyOnce(204).persist();
    expect(await statuses(mock, 2)).toEqual([204, 204]);
  });

  it('does not take an entry that could never answer', () => {
    const route = mockTransport().on('GET', '/').reply(200);
    expect(() => route.reply(500)).toThrow(ConfigurationError);
    expect(() => route.reply(500)).toThrow('say how many with replyOnce(), once() or times()');
  });
});

it('keeps the requests it has answered', async () => {
  const mock = mockTransport();
  const one = mock.on('GET', '/').replyOnce(200);
  const two = mock.on('GET', '/').reply(201);
  await statuses(mock, 3);
  expect(one.calls.map(({ index }) => index)).toEqual([0]);
  expect(mock.calls.for(two).map(({ index }) => index)).toEqual([1, 2]);
  expect(one.label).toBe('GET /');
});

it('takes any error of the tree, the same one or a new one each time', async () => {
  const mock = mockTransport();
  const error = new NetworkError('reset', 'as it is', { sent: 'complete' });
  mock.on('GET', '/a').fail(error);
  mock.on('GET', '/b').fail(({ request, evidence, authority }) => {
    return new NetworkError('reset', `${request.path} at ${authority}`, evidence);
  });
  await using client = createClient({ baseUrl: 'https://a.test/', plugins: [mock] });
  await expect(client.get('a')).rejects.toBe(error);
  await expect(client.get('b')).rejects.toMatchObject({ message: '/b at a.test:443', sent: 'complete' });
});

it.each<[string, (mock: MockTransport) => unknown, string]>([
  [
    'a status that is none',
    (mock) => mock.on('GET', '/').reply(99),
    'reply.status must be a whole number from 200',
  ],
  ['a body of 204', (mock) => mock.on('GET', '/').reply(204, 'x'), 'A reply with status 204 has no body'],
  ['a body that is no JSON', (mock) => mock.on('GET', '/').reply(200, [1n]), 'cannot be written as JSON'],
  [
    'a symbol',
    (mock) => mock.on('GET', '/').reply(200, Symbol('x') as unknown as string),
    'The body of a reply cannot be a symbol',
  ],
  [
    'a header',
    (mock) => mock.on('GET', '/').reply(200, '', { a: {} as string }),
    'reply.headers.a must be a string',
  ],
  [
    'an unknown fault',
    (mock) => mock.on('GET', '/').fail('broken' as 'reset'),
    'fail must be one of dns, refused',
  ],
  [
    'a foreign error',
    (mock) => mock.on('GET', '/').fail(new Error('x') as NetworkError),
    'fail must be one of dns',
  ],
  [
    'evidence',
    (mock) => mock.on('GET', '/').fail('reset', { sent: 'all' as 'none' }),
    "fail.sent must be 'none'",
  ],
  ['a phase', (mock) => mock.on('GET', '/').stall('total' as 'pool'), 'stall must be one of pool, dns'],
  ['a delay', (mock) => mock.on('GET', '/').reply(200).delay(-1), 'delay must be zero or a positive number'],
  [
    'a delay of a phase',
    (mock) =>
      mock
        .on('GET', '/')
        .reply(200)
        .delay({ tls: 1 } as object),
    "'delay.tls' is unknown",
  ],
  ['a count', (mock) => mock.on('GET', '/').reply(200).times(0), 'times must be a whole number from 1'],
  [
    'a size',
    (mock) => mock.on('GET', '/').reply(200, 'x').chunked({ size: 0 }),
    'chunked.size must be a whole number',
  ],
  [
    'a body of a fault',
    (mock) => mock.on('GET', '/').fail('reset').truncated(),
    'truncated() changes a body',
  ],
  [
    'an option',
    () => mockTransport({ keepalive: true } as object),
    "Option 'mockTransport.keepalive' is unknown",
  ],
  ['a flag', () => mockTransport({ keepAlive: 1 } as object), 'keepAlive must be a boolean'],
])('refuses %s', (_what, make, message) => {
  expect(() => make(mockTransport())).toThrow(ConfigurationError);
  expect(() => make(mockTransport())).toThrow(message);
});
