import {
  type CallOptions,
  createClient,
  isClientError,
  NetworkError,
  type TimeoutOptions,
} from '@x/http-core';
import { describe, expect, it, onTestFinished } from 'vitest';

import { virtualClock } from '../../src/clock/virtual-clock.ts';
import type { MockFaultName } from '../../src/mock/fault.ts';
import { MockError } from '../../src/mock/mock-error.ts';
import { mockTransport } from '../../src/mock/mock-transport.ts';
import type { ReplyBody } from '../../src/mock/reply-body.ts';
import type { StallPhase } from '../../src/mock/step.ts';

function setUp(options: { readonly keepAlive?: boolean } = {}) {
  const mock = mockTransport(options);
  const clock = virtualClock();
  const client = createClient({ baseUrl: 'https://a.test/', clock, plugins: [mock] });
  onTestFinished(() => clock.settle(client.close()));
  return { mock, clock, client };
}

async function* chunks(...texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe('a stall ends by the limit of its phase', () => {
  it.each<[StallPhase, TimeoutOptions, object]>([
    ['pool', { pool: 70 }, { phase: 'pool', limit: 70, sent: 'none', timings: { queued: 70, total: 70 } }],
    ['dns', { connect: 70 }, { phase: 'dns', sent: 'none', timings: { dns: 70 } }],
    ['connect', { connect: 70 }, { phase: 'connect', sent: 'none', timings: { connect: 70 } }],
    ['tls', { connect: 70 }, { phase: 'tls', sent: 'none', timings: { tls: 70 } }],
    ['proxy', { connect: 70 }, { phase: 'proxy', sent: 'none', timings: { proxy: 70 } }],
    ['upload', { idle: 70 }, { phase: 'upload', sent: 'partial', timings: { upload: 70 } }],
    [
      'headers',
      { headers: 70 },
      { phase: 'headers', sent: 'complete', responseStarted: false, timings: { headers: 70 } },
    ],
    ['body', { idle: 70 }, { phase: 'idle', sent: 'complete', responseStarted: true, timings: { body: 70 } }],
    ['headers', { attempt: 70 }, { phase: 'attempt' }],
    ['connect', { total: 70, connect: null }, { phase: 'total' }],
  ])('%s under %j', async (phase, timeout, expected) => {
    const { mock, clock, client } = setUp();
    mock.on('PUT', '/').stall(phase);
    const call = client.put('', { body: 'x', timeout });
    await expect(clock.settle(call)).rejects.toMatchObject({ name: 'TimeoutError', ...expected });
    expect(clock.now()).toBe(70);
    expect(clock.pending).toBe(0);
  });

  it('or with the caller, whose ledger says how far it had come', async () => {
    const { mock, clock, client } = setUp();
    mock.on('GET', '/').stall('headers');
    const controller = new AbortController();
    let ledger: unknown;
    client.on('attempt.finished', (detail) => void (ledger = detail));
    const call = client.get('', { signal: controller.signal });
    call.catch(() => {});
    await clock.advance(30);
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(ledger).toMatchObject({ attempt: 1, duration: 30 });
    expect(clock.pending).toBe(0);
  });

  it('or with the client', async () => {
    const { mock, clock, client } = setUp();
    mock.on('GET', '/').stall('headers');
    const call = client.get('');
    call.catch(() => {});
    await clock.advance(1);
    await clock.settle(client.close({ grace: 0 }));
    await expect(call).rejects.toMatchObject({ code: 'ERR_HTTP_CLOSED' });
  });
});

describe('time', () => {
  it('passes on the clock of the client, phase by phase', async () => {
    const { mock, clock, client } = setUp();
    mock.on('GET', '/').reply(200, 'x').delay({ pool: 1, connect: 20, headers: 300, body: 4_000 });
    const { timings } = await clock.settle(client.get(''));
    expect(timings).toMatchObject({ queued: 1, connect: 20, headers: 300, body: 4_000, total: 4_321 });
    expect(mock.calls[0]?.time).toBe(0);
  });

  it('is held to the limit of each phase alone', async () => {
    const { mock, clock, client } = setUp();
    mock.on('GET', '/').reply(200, 'abcd').delay(90).chunked({ size: 1, delay: 90 });
    const response = await clock.settle(client.get('', { timeout: { headers: 100, idle: 100 } }));
    expect(await response.text()).toBe('abcd');
    expect(clock.now()).toBe(360);
    await expect(clock.settle(client.get('', { timeout: { idle: 80 } }))).rejects.toMatchObject({
      phase: 'idle',
    });
  });

  it('of an upload is watched while the source is waited for', async () => {
    const { mock, clock, client } = setUp();
    mock.on('POST', '/').reply(200);
    async function* slow() {
      yield new TextEncoder().encode('a');
      await new Promise(() => {});
    }
    const call = client.post('', { body: () => slow(), timeout: { idle: 50 } });
    await expect(clock.settle(call)).rejects.toMatchObject({ phase: 'upload', sent: 'partial' });
  });
});

describe('a fault', () => {
  it.each<
    [MockFaultName, { readonly message?: RegExp; readonly sent: string } & Readonly<Record<string, unknown>>]
  >([
    [
      'dns',
      { reason: 'dns', sent: 'none', retryable: false, message: /^Cannot connect to host a\.test:443/ },
    ],
    ['refused', { reason: 'refused', sent: 'none', message: /^Cannot connect to host a\.test:443/ }],
    ['unreachable', { reason: 'unreachable', sent: 'none' }],
    ['proxy', { name: 'ProxyError', sent: 'none', proxyStatus: 502 }],
    ['tls', { name: 'TlsError', sent: 'none', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ['reset', { reason: 'reset', sent: 'complete', responseStarted: false, reused: false }],
    ['truncated', { reason: 'truncated', sent: 'complete', responseStarted: true }],
    ['protocol', { name: 'ProtocolError', reason: 'framing', sent: 'complete', responseStarted: true }],
  ])('%s has the evidence that it has in life', async (fault, { message = /./, ...expected }) => {
    const { mock, client } = setUp();
    mock.on('GET', '/').fail(fault);
    const error: unknown = await client.get('').catch((raised: unknown) => raised);
    expect(error).toMatchObject(expected);
    expect((error as Error).message).toMatch(message);
    expect(isClientError(error) && error.attempts).toMatchObject([{ attempt: 1, sent: expected.sent }]);
  });

  it.each([
    ['none', ''],
    ['partial', 'one,'],
    ['complete', 'one,two'],
  ] as const)('after %s of the request reads the body so far', async (sent, body) => {
    const { mock, client } = setUp();
    mock.on('POST', '/').fail('reset', { sent });
    const call = client.post('', { body: () => chunks('one,', 'two') });
    await expect(call).rejects.toMatchObject({ sent });
    expect(mock.calls[0]?.text()).toBe(body);
  });

  it('on a reused socket is tried anew by the core, once, on a fresh one', async () => {
    const { mock, client } = setUp();
    mock.on('GET', '/once').failOnce('reset', { reused: true }).reply(200, 'fine');
    const response = await client.get('once');
    expect(response.attempts).toHaveLength(2);
    expect(mock.calls.map(({ freshSocket }) => freshSocket)).toEqual([false, true]);
    mock.on('GET', '/always').fail('reset', { reused: true });
    await expect(client.get('always')).rejects.toMatchObject({ reason: 'reset', reused: false });
    expect(mock.calls).toHaveLength(4);
  });

  it('that gives no error of the tree is a mistake of the test', async () => {
    const { mock, client } = setUp();
    mock.on('GET', '/').fail((() => new Error('foreign')) as unknown as () => NetworkError);
    await expect(client.get('')).rejects.toMatchObject({ name: 'MockError' });
    expect(() => mock.assertDone()).toThrow('gave no error of the tree');
  });
});

describe('a body', () => {
  it.each<[string, ReplyBody, string]>([
    ['text', 'a,b', 'a,b'],
    ['bytes', new TextEncoder().encode('a,b'), 'a,b'],
    ['a buffer', new TextEncoder().encode('a,b').buffer, 'a,b'],
    ['JSON', { a: [1] }, '{"a":[1]}'],
    ['null', null, 'null'],
    ['a form', new URLSearchParams({ a: '1' }), 'a=1'],
    ['a stream', chunks('a,', 'b'), 'a,b'],
    ['a web stream', new Blob(['a,b']).stream(), 'a,b'],
    ['a function', () => chunks('a,', 'b'), 'a,b'],
    ['a function that gives text', () => ['a,', 'b'], 'a,b'],
  ])('may be %s, collected or streamed', async (_what, body, text) => {
    const { mock, client } = setUp();
    mock.on('GET', '/buffered').reply(200, body);
    expect(await client.get('buffered').text()).toBe(text);
    if (body !== null && typeof body === 'object' && Symbol.asyncIterator in body) {
      await expect(client.get('buffered')).rejects.toThrow('has been sent before');
      return;
    }
    mock.on('GET', '/streamed').reply(200, body).chunked({ size: 1 });
    const pieces: string[] = [];
    for await (const piece of (await client.stream('GET', 'streamed')).body) {
      pieces.push(new TextDecoder().decode(piece));
    }
    expect(pieces).toEqual(text.split(''));
  });

  it('tells its type and length unless the test does', async () => {
    const { mock, client } = setUp();
    mock
      .on('GET', '/')
      .replyOnce(200, { a: 1 })
      .reply(200, { a: 1 }, { 'Content-Type': 'application/hal+json', x: ['1', '2'] });
    const [plain, own] = [await client.get(''), await client.get('')];
    expect(plain.headers.get('content-type')).toBe('application/json');
    expect(plain.headers.get('content-length')).toBe('7');
    expect(own.headers.get('content-type')).toBe('application/hal+json');
    expect(own.headers.get('x')).toBe('1, 2');
  });

  it('is taken when the route is written, and made anew by a function', async () => {
    const { mock, client } = setUp();
    const user = { name: 'Ada' };
    mock.on('GET', '/fixed').reply(200, user);
    mock.on('GET', '/live').reply(() => ({ body: user }));
    user.name = 'Grace';
    expect(await client.get('fixed').json()).toEqual({ name: 'Ada' });
    expect(await client.get('live').json()).toEqual({ name: 'Grace' });
  });

  it('may wait, stall and fail in the middle', async () => {
    const { mock, clock, client } = setUp();
    mock.on('GET', '/wait').reply(200, async function* ({ wait }) {
      yield 'a';
      await wait(500);
      yield 'b';
    });
    expect(await clock.settle(client.get('wait').text())).toBe('ab');
    expect(clock.now()).toBe(500);
    mock.on('GET', '/stalled').reply(200, 'abc').stalled(1);
    const stalled = client.get('stalled', { timeout: { idle: 10 } });
    await expect(clock.settle(stalled)).rejects.toMatchObject({ phase: 'idle' });
    mock.on('GET', '/failed').reply(200, async function* () {
      yield 'a';
      throw new NetworkError('truncated', 'as told');
    });
    await expect(client.get('failed')).rejects.toThrow('as told');
  });

  it.each([
    ['truncated', 'abcdef', {}],
    ['short of its content-length', 'abc', { 'content-length': 6 }],
  ])('that is %s is no success, collected or streamed', async (what, body, headers) => {
    const { mock, client } = setUp();
    const route = mock.on('GET', '/').reply(200, body, headers);
    if (what === 'truncated') route.truncated();
    await expect(client.get('')).rejects.toMatchObject({ reason: 'truncated', responseStarted: true });
    const response = await client.stream('GET', '');
    const seen: string[] = [];
    const reading = (async () => {
      for await (const piece of response.body) seen.push(new TextDecoder().decode(piece));
    })();
    await expect(reading).rejects.toMatchObject({ reason: 'truncated' });
    expect(seen).toEqual(['abc']);
  });

  it('longer than its content-length is no HTTP', async () => {
    const { mock, client } = setUp();
    mock.on('GET', '/').reply(200, 'abcdef', { 'content-length': 3 });
    await expect(client.get('')).rejects.toMatchObject({ name: 'ProtocolError', reason: 'framing' });
  });

  it.each([
    ['declared', 'abcdef'],
    ['streamed', () => ['abc', 'def']],
  ])('over the limit is refused as %s', async (reason, body) => {
    const { mock, client } = setUp();
    mock.on('GET', '/').reply(200, body);
    await expect(client.get('', { maxResponseBytes: 5 })).rejects.toMatchObject({
      name: 'ResponseTooLargeError',
      reason,
    });
  });

  it('of a HEAD, a 204 or a redirect is not sent', async () => {
    const { mock, client } = setUp();
    mock.on('HEAD', '/').reply(200, 'abc');
    mock.on('GET', '/empty').reply(204);
    mock.on('GET', '/old').reply(302, 'moved', { location: '/empty' });
    const head = await client.head('');
    expect([await head.text(), head.headers.get('content-length')]).toEqual(['', '3']);
    const moved = await client.get('old');
    expect([moved.status, moved.redirects]).toEqual([204, ['https://a.test/empty']]);
  });

  it('that nobody wants any more is let go, its generator with it', async () => {
    const { mock, clock, client } = setUp();
    let isEnded = false;
    mock.on('GET', '/').reply(200, async function* () {
      try {
        yield 'a';
        yield 'b';
      } finally {
        isEnded = true;
      }
    });
    const response = await client.stream('GET', '');
    for await (const piece of response.body) {
      expect(piece.byteLength).toBe(1);
      break;
    }
    await clock.advance(0);
    expect(isEnded).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

it('hands on the very error of a source, which is no mistake of the test', async () => {
  const { mock, client } = setUp();
  mock.on('POST', '/').reply(200);
  const failure = new Error('the disk is gone');
  async function* broken() {
    yield new TextEncoder().encode('a');
    throw failure;
  }
  const error = await client.post('', { body: () => broken() }).catch((raised: unknown) => raised);
  expect(error).not.toBeInstanceOf(MockError);
  expect([error, (error as Error).cause]).toContain(failure);
  mock.assertDone();
});

it('tells the progress of both directions', async () => {
  const { mock, client } = setUp();
  mock.on('POST', '/').reply(200, 'abcd').chunked({ size: 2 });
  const progress: unknown[] = [];
  const options: CallOptions = {
    body: () => chunks('xx', 'y'),
    onUploadProgress: ({ transferred }) => void progress.push(`up ${transferred}`),
    onDownloadProgress: ({ transferred, total }) => void progress.push(`down ${transferred} of ${total}`),
  };
  await client.post('', options);
  expect(progress).toEqual(['up 2', 'up 3', 'down 2 of 4', 'down 4 of 4']);
});

it('reuses sockets of whole exchanges, where that is asked for', async () => {
  const { mock, client } = setUp({ keepAlive: true });
  mock.on('GET', '/').reply(200, 'x');
  mock.on('GET', '/broken').reply(200, 'xx').truncated();
  const reused = async (): Promise<unknown> => (await client.get('')).attempts[0]?.reusedSocket;
  expect([await reused(), await reused()]).toEqual([false, true]);
  await client.get('broken').catch(() => {});
  expect(await reused()).toBe(false);
  await Promise.all([client.get(''), client.get('')]);
  expect([await reused(), await reused()]).toEqual([true, true]);
});
