import { describe, expect, it, test } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { createClient } from '../../src/create-client.ts';
import { ConfigurationError, InterceptorError, NetworkError } from '../../src/errors/index.ts';
import { middleware } from '../../src/interceptors/middleware.ts';
import { fakeTransport, openBody, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';

test('wraps each scope, outermost first', async () => {
  const seen: string[] = [];
  const around = (scope: 'call' | 'attempt' | 'hop') =>
    middleware(scope, async (_, next) => {
      seen.push(`> ${scope}`);
      const response = await next();
      seen.push(`< ${scope}`);
      return response;
    });
  await createClient({ plugins: [around('hop'), around('call'), around('attempt'), fakeTransport()] }).get(
    url,
  );
  expect(seen).toEqual(['> call', '> attempt', '> hop', '< hop', '< attempt', '< call']);
});

test('sees what belongs to its scope', async () => {
  const seen: unknown[] = [];
  const transport = fakeTransport((_, index) =>
    index === 0 ? { status: 307, headers: { location: 'http://b.test/' } } : {},
  );
  await createClient({
    plugins: [
      middleware('attempt', (attempt, next) => {
        seen.push(attempt.attempt);
        return next();
      }),
      middleware('hop', (hop, next) => {
        seen.push([hop.hop, hop.origin, hop.initialOrigin, hop.redirected]);
        return next();
      }),
      transport,
    ],
  }).get(url);
  expect(seen).toEqual([
    1,
    [0, 'http://a.test', 'http://a.test', false],
    [1, 'http://b.test', 'http://a.test', true],
  ]);
});

test('may answer without next, with a web Response or a value', async () => {
  const transport = fakeTransport();
  const answers = [new Response('web'), { made: 'up' }];
  const client = createClient({ plugins: [middleware('call', () => answers.shift()), transport] });
  expect(await client.get(url).text()).toBe('web');
  expect(await client.get(url).json()).toEqual({ made: 'up' });
  expect(transport.requests).toHaveLength(0);
});

describe('next', () => {
  it('may be called more than once; what is not returned is closed, also when it comes late', async () => {
    const bodies = [openBody(), openBody(), openBody()];
    const late = Promise.withResolvers<void>();
    const transport = fakeTransport(async (_, index) => {
      if (index === 2) await late.promise;
      return { body: bodies[index]?.body as never };
    });
    const hedging = middleware('hop', async (_, next) => {
      await next();
      const second = await next();
      void next();
      return second;
    });
    const response = await createClient({ plugins: [hedging, transport] }).stream('GET', url);
    expect(transport.destroyed).toBe(1);
    late.resolve();
    await eventLoopTurns();
    expect(transport.destroyed).toBe(2);
    bodies[1]?.push('kept');
    bodies[1]?.end();
    expect(await response.text()).toBe('kept');
  });

  it('that rejects passes through by identity', async () => {
    const failure = new NetworkError('reset', 'cut');
    const plugins = [
      middleware('attempt', (_, next) => next()),
      fakeTransport(() => Promise.reject(failure)),
    ];
    expect(await rejection(createClient({ plugins }).get(url))).toBe(failure);
  });

  it('passes a caller’s reason through by identity, whatever it is', async () => {
    for (const reason of ['stop', null, { why: 'because' }, new NetworkError('reset', 'mine')]) {
      const controller = new AbortController();
      const transport = fakeTransport(() => {
        controller.abort(reason);
        return new Promise<never>(() => {});
      });
      const client = createClient({
        plugins: [middleware('call', async (_, next) => await next()), transport],
      });
      expect(await rejection(client.get(url, { signal: controller.signal }))).toBe(reason);
    }
  });
});

describe('what it raises itself', () => {
  it('is the cause of an InterceptorError, and no body stays open', async () => {
    const cause = new TypeError('no');
    const open = openBody();
    const transport = fakeTransport(() => ({ body: open.body }));
    const failing = middleware('call', async (_, next) => {
      await next();
      throw cause;
    });
    const error = await rejection(createClient({ plugins: [failing, transport] }).stream('GET', url));
    expect(error).toBeInstanceOf(InterceptorError);
    expect(error).toMatchObject({ message: 'Middleware failed: no', interceptor: 'middleware', cause });
    expect(transport.destroyed).toBe(1);
  });

  it('is that it returned nothing', async () => {
    const forgetful = middleware('call', async (_, next) => {
      await next();
    });
    const error = await rejection(createClient({ plugins: [forgetful, fakeTransport()] }).get(url));
    expect(String(error)).toContain('Middleware failed: it returned nothing; return the response of next()');
  });
});

test('a caller’s own error of the tree is rethrown as it is, its stack untouched', async () => {
  const reason = new NetworkError('reset', 'from elsewhere');
  const { stack } = reason;
  const error = await rejection(
    createClient({ plugins: [fakeTransport()] }).get(url, { signal: AbortSignal.abort(reason) }),
  );
  expect(error).toBe(reason);
  expect(reason.stack).toBe(stack);
  expect(reason.request).toBeUndefined();
});

test('is refused at once where it is made wrongly', () => {
  expect(() => middleware('wire' as never, () => {})).toThrow(ConfigurationError);
  expect(() => middleware('call', undefined as never)).toThrow(
    /middleware takes a function, but was given undefined/,
  );
});
