import { describe, expect, it, test } from 'vitest';

import type { Attempt, Call } from '../src/call/context.ts';
import { createClient } from '../src/create-client.ts';
import { InterceptorError } from '../src/errors/index.ts';
import { onError } from '../src/interceptors/on-error.ts';
import { order } from '../src/order.ts';
import { definePlugin, type Layer, type Plugin, type Send } from '../src/plugin.ts';
import { fakeTransport, rejection } from './support/fake-transport.ts';

const url = 'http://a.test/';

/** What all three contexts have. */
type Context = Pick<Call, 'request' | 'state'>;

test('the order is a constant that snapshots show a change of', () => {
  expect(order).toMatchInlineSnapshot(`
    {
      "attempt": [
        "trace",
        "around",
        "breaker",
        "limit",
        "timeout",
        "authorize",
        "redirect",
      ],
      "call": [
        "observe",
        "deadline",
        "recover",
        "decode",
        "status",
        "around",
        "cache",
        "breaker",
        "bulkhead",
        "retry",
      ],
      "hop": [
        "around",
        "guard",
        "cookies",
        "sign",
      ],
    }
  `);
});

describe('the chain', () => {
  it('is composed once per client, however many calls there are', async () => {
    let made = 0;
    const counting: Layer<Call> = (inner) => {
      made++;
      return (context) => inner(context);
    };
    const plugin = definePlugin({
      name: 'counting',
      contract: 1,
      setup: () => ({ call: { around: counting } }),
    });
    const client = createClient({ plugins: [plugin, fakeTransport()] });
    expect(made).toBe(1);
    await Promise.all([client.get(url), client.get(url), client.stream('GET', url)]);
    expect(made).toBe(1);
    client.extend({});
    expect(made).toBe(2);
  });

  it('skips empty slots', () => {
    const { chain } = createClient({ plugins: [fakeTransport()] }).describe();
    expect(chain.map(({ scope, slot }) => `${scope}.${slot}`)).toEqual([
      'call.deadline',
      'call.decode',
      'call.status',
      'call.retry',
      'attempt.timeout',
      'attempt.redirect',
    ]);
  });

  it('hands the inner promise on where a layer has nothing to await', async () => {
    const seen: Promise<unknown>[] = [];
    const probe =
      <C>(inner: Send<C>): Send<C> =>
      (context) => {
        const answer = inner(context);
        seen.push(answer);
        return answer;
      };
    const twice = (name: string) =>
      definePlugin({
        name,
        contract: 1,
        setup: () => ({ call: { around: probe }, hop: { guard: probe, sign: probe } }),
      });
    await createClient({ plugins: [twice('outer'), twice('inner'), fakeTransport()] }).get(url);
    const [signInner, signOuter, guardInner, guardOuter, aroundInner, aroundOuter] = seen;
    expect(signInner).toBe(signOuter);
    expect(guardInner).toBe(signInner);
    expect(guardOuter).toBe(signInner);
    expect(aroundInner).toBe(aroundOuter);
  });

  it('lets a plugin take the place of the core in a slot of the core', async () => {
    const twice =
      (inner: Send<Attempt>): Send<Call> =>
      async (call) => {
        await inner(call.beginAttempt());
        return inner(call.beginAttempt({ delay: 5, reason: 'for fun' }));
      };
    const plugin = definePlugin({ name: 'twice', contract: 1, setup: () => ({ call: { retry: twice } }) });
    const transport = fakeTransport();
    const response = await createClient({ plugins: [plugin, transport] }).get(url);
    expect(transport.requests).toHaveLength(2);
    expect(response.attempts).toMatchObject([
      { attempt: 1, delay: 0, reason: undefined, status: 200 },
      { attempt: 2, delay: 5, reason: 'for fun', status: 200 },
    ]);
  });
});

describe('a layer that is not asynchronous', () => {
  const throwing = (scope: 'call' | 'attempt' | 'hop', error: unknown): Plugin =>
    definePlugin({
      name: 'throwing',
      contract: 1,
      setup: () => ({
        [scope]: {
          around: () => () => {
            throw error;
          },
        },
      }),
    });

  it.each(['call', 'attempt', 'hop'] as const)(
    'may throw at once in scope %s, and still is seen outside',
    async (scope) => {
      const cause = new TypeError('at once');
      const seen: unknown[] = [];
      const recover: Layer<Call> = (inner) => (call) =>
        inner(call).catch((error: unknown) => {
          seen.push(error);
          throw error;
        });
      const watching = definePlugin({ name: 'watching', contract: 1, setup: () => ({ call: { recover } }) });
      const client = createClient({ plugins: [watching, throwing(scope, cause), fakeTransport()] });
      const error = await rejection(client.get(url));
      expect(error).toBeInstanceOf(InterceptorError);
      expect(error).toMatchObject({ cause });
      expect(seen).toEqual([cause]);
      const { attempts } = error as InterceptorError;
      expect(attempts).toMatchObject(
        scope === 'call' ? [] : [{ error: 'TypeError', duration: expect.any(Number) }],
      );
    },
  );

  it('may answer without a promise', async () => {
    const answering: Layer<Call> = () => (call) => call.respond({ status: 204 }) as never;
    const plugin = definePlugin({
      name: 'answering',
      contract: 1,
      setup: () => ({ call: { around: answering } }),
    });
    expect(await createClient({ plugins: [plugin, fakeTransport()] }).get(url)).toMatchObject({
      status: 204,
    });
  });
});

describe('contexts', () => {
  it('give an attempt and a hop headers of their own, so that nothing rides along', async () => {
    const seen: (string | null)[] = [];
    const tag =
      (name: string) =>
      <C extends Context>(inner: Send<C>): Send<C> =>
      (context) => {
        seen.push(context.request.headers.get('x-trail'));
        const trail = context.request.headers.get('x-trail');
        context.request.headers.set('x-trail', trail === null ? name : `${trail} ${name}`);
        return inner(context);
      };
    const plugin = definePlugin({
      name: 'tag',
      contract: 1,
      setup: () => ({
        call: { around: tag('call') },
        attempt: { around: tag('attempt') },
        hop: { around: tag('hop') },
      }),
    });
    const transport = fakeTransport((_, index) =>
      index === 0 ? { status: 302, headers: { location: '/next' } } : {},
    );
    await createClient({ plugins: [plugin, transport] }).get(url);
    expect(seen).toEqual([null, 'call', 'call attempt', 'call attempt']);
    expect(transport.requests.map(({ headers }) => headers['x-trail'])).toEqual([
      'call attempt hop',
      'call attempt hop',
    ]);
  });

  it('share one state per call, made of the call’s own on first use', async () => {
    const key = Symbol('key');
    const given = new Map<symbol, unknown>([[key, 1]]);
    const states: unknown[] = [];
    const look =
      <C extends Context>(inner: Send<C>): Send<C> =>
      (context) => {
        states.push(context.state);
        context.state.set(key, Number(context.state.get(key)) + 1);
        return inner(context);
      };
    const around = { around: look };
    const plugin = definePlugin({
      name: 'look',
      contract: 1,
      setup: () => ({ call: around, attempt: around, hop: around }),
    });
    await createClient({ plugins: [plugin, fakeTransport()] }).get(url, { state: given });
    expect(new Set(states).size).toBe(1);
    expect((states[0] as typeof given).get(key)).toBe(4);
    expect(given.get(key)).toBe(1);
  });

  it('let recover answer for what fails inside', async () => {
    const failing = fakeTransport(() => ({ status: 503 }));
    const client = createClient({ plugins: [onError((_, call) => call.respond({ status: 299 })), failing] });
    expect((await client.get(url)).status).toBe(299);
  });
});
