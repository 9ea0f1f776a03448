import { describe, expect, it } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import { Lifetime } from '../../src/call/lifetime.ts';
import { InvalidRequestError, TimeoutError } from '../../src/errors/index.ts';
import { ResponseBody } from '../../src/response/response-body.ts';
import { openBody, rejection } from '../support/fake-transport.ts';

function make({ idle }: { idle: number | undefined } = { idle: 100 }) {
  const clock = new VirtualClock();
  const lifetime = new Lifetime();
  const source = openBody();
  const seen = { destroyed: 0, ended: 0, received: [] as number[], finished: [] as unknown[] };
  const body = new ResponseBody(source.body, {
    clock,
    lifetime,
    idle,
    destroy: () => void seen.destroyed++,
    onReceived: (bytes) => void seen.received.push(bytes),
    finish: (error) => {
      seen.finished.push(error);
      return error;
    },
  });
  body.onEnd(() => void seen.ended++);
  return { clock, lifetime, source, seen, body };
}

const text = (result: IteratorResult<Uint8Array, undefined>): string =>
  new TextDecoder().decode(result.value);

describe('reading', () => {
  it('counts what comes and tells once when it is over', async () => {
    const { body, source, seen, clock } = make();
    source.push('one');
    source.push('three');
    source.end();
    expect([text(await body.next()), text(await body.next())]).toEqual(['one', 'three']);
    expect(seen).toMatchObject({ received: [3, 8], ended: 0, destroyed: 0 });
    expect((await body.next()).done).toBe(true);
    expect((await body.next()).done).toBe(true);
    expect(seen).toMatchObject({ ended: 1, destroyed: 0, finished: [] });
    body.cancel();
    expect(seen).toMatchObject({ ended: 1, destroyed: 0 });
    expect(clock.pending).toBe(0);
  });

  it('is for one reader at a time', async () => {
    const { body, source } = make();
    const first = body.next();
    const error = await rejection(body.next());
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(String(error)).toContain('one reader at a time');
    source.push('mine');
    expect(text(await first)).toBe('mine');
  });

  it('fails with what the source fails with, once told, every time asked', async () => {
    const { body, source, seen, clock } = make();
    const failure = new Error('cut');
    const reading = rejection(body.next());
    source.fail(failure);
    expect(await reading).toBe(failure);
    expect(await rejection(body.next())).toBe(failure);
    expect(seen).toMatchObject({ ended: 1, destroyed: 1, finished: [failure] });
    expect(clock.pending).toBe(0);
  });
});

describe('idle', () => {
  it('runs only while a read is pending, so that a slow consumer never trips it', async () => {
    const { body, source, clock } = make();
    source.push('a');
    await body.next();
    await clock.advance(100_000);
    const reading = body.next();
    await clock.advance(99);
    source.push('b');
    await clock.advance(0);
    expect(text(await reading)).toBe('b');
    const stalled = rejection(body.next());
    await clock.advance(100);
    const error = await stalled;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase: 'idle', limit: 100 });
  });

  it('destroys a body that nobody begins to read, and says so to whoever comes too late', async () => {
    const { body, source, seen, clock } = make();
    await clock.advance(99);
    expect(seen.destroyed).toBe(0);
    await clock.advance(1);
    expect(seen).toMatchObject({ destroyed: 1, ended: 1 });
    expect(source.isReturned()).toBe(true);
    expect(String(await rejection(body.next()))).toContain('nobody read the body');
  });

  it('is off where there is no limit', async () => {
    const { clock } = make({ idle: undefined });
    expect(clock.pending).toBe(0);
  });
});

describe('the end of the call', () => {
  it('rejects a pending read with the reason itself', async () => {
    const { body, lifetime, source, seen } = make();
    const reason = { why: 'because' };
    const reading = rejection(body.next());
    lifetime.abort(reason);
    expect(await reading).toBe(reason);
    expect(source.isReturned()).toBe(true);
    expect(seen).toMatchObject({ destroyed: 1, ended: 1 });
  });

  it('is never taken for the end of the body, also when a chunk has just come', async () => {
    // INVARIANT: truncated data is never success.
    const { body, lifetime, source } = make();
    const reading = rejection(body.next());
    source.push('half of it');
    await Promise.resolve();
    lifetime.abort('stop');
    expect(await reading).toBe('stop');
    expect(await rejection(body.next())).toBe('stop');
  });

  it('before the body begins leaves no timer', () => {
    const clock = new VirtualClock();
    const lifetime = new Lifetime();
    lifetime.abort('early');
    const { body: source } = openBody();
    const finish = (error: unknown) => error;
    const context = { clock, lifetime, idle: 5, destroy: () => {}, onReceived: undefined, finish };
    expect(new ResponseBody(source, context).isOver).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('cancel', () => {
  it('ends a pending read without an error, closes the source and refuses later reads', async () => {
    const { body, source, seen, clock } = make();
    const reading = body.next();
    body.cancel();
    body.cancel();
    expect((await reading).done).toBe(true);
    expect(source.isReturned()).toBe(true);
    expect(seen).toMatchObject({ destroyed: 1, ended: 1 });
    expect(String(await rejection(body.next()))).toContain('was cancelled');
    expect(clock.pending).toBe(0);
  });

  it('is what leaving a loop does', async () => {
    const { body, source, seen } = make();
    source.push('a');
    source.push('b');
    for await (const chunk of body) {
      expect(chunk.byteLength).toBe(1);
      break;
    }
    expect(seen).toMatchObject({ destroyed: 1, ended: 1 });
  });
});

describe('drain', () => {
  it('reads a short rest to its end without closing', async () => {
    const { body, source, seen, clock } = make();
    source.push('rest');
    source.end();
    await body.drain(10, 50);
    expect(seen).toMatchObject({ destroyed: 0, ended: 1 });
    expect(clock.pending).toBe(0);
  });

  it('closes at the limit of bytes', async () => {
    const { body, source, seen } = make();
    for (let index = 0; index < 5; index++) source.push('four');
    await body.drain(10, 50);
    expect(seen).toMatchObject({ destroyed: 1, ended: 1, received: [] });
  });

  it.each([
    [4, 10, 2],
    [10, 10, 1],
    [11, 10, 1],
    [1_024, 65_536, 64],
    [1, 65_536, 64],
    [16_384, 65_536, 4],
    [40_000, 65_536, 1],
  ])('of pieces of %i bytes, limit %i, takes %i', async (size, limit, expected) => {
    let taken = 0;
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      for (;;) {
        taken += 1;
        yield new Uint8Array(size);
      }
    }
    const { clock, lifetime } = make();
    const context = { clock, lifetime, idle: 100, destroy: () => {}, onReceived: undefined };
    await new ResponseBody(endless(), { ...context, finish: (error) => error }).drain(limit, 50);
    expect(taken).toBe(expected);
  });

  it('closes at the limit of time', async () => {
    const { body, seen, clock } = make();
    const draining = body.drain(10, 50);
    await clock.advance(50);
    await draining;
    expect(seen).toMatchObject({ destroyed: 1, ended: 1 });
    await eventLoopTurns();
    expect(clock.pending).toBe(0);
  });

  it('never rejects', async () => {
    const { body, source, seen } = make();
    source.fail(new Error('cut'));
    await body.drain(10, 50);
    // INVARIANT: `finish` ends the request's body, which by then may be on its way to the next hop or attempt.
    expect(seen).toMatchObject({ destroyed: 1, ended: 1, finished: [] });
  });
});
