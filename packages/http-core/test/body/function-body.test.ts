import { Readable } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { FunctionBody } from '../../src/body/function-body.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

describe('FunctionBody', () => {
  test('makes a body for each time it is opened, the first in advance', async () => {
    let calls = 0;
    const body = new FunctionBody(() => {
      calls += 1;
      return Readable.from(['a', 'b']);
    });
    expect(body).toMatchObject({ isReplayable: true, contentType: undefined, contentLength: undefined });
    expect(await readBody(body)).toBe('ab');
    expect(calls).toBe(1);
    expect(await readBody(body)).toBe('ab');
    expect(calls).toBe(2);
  });

  test('type and length are those of what it makes', () => {
    expect(new FunctionBody(() => 'é')).toMatchObject({
      contentType: 'text/plain;charset=UTF-8',
      contentLength: 2,
    });
    expect(new FunctionBody(() => new Blob(['a'], { type: 'a/b' }))).toMatchObject({
      contentType: 'a/b',
      contentLength: 1,
    });
  });

  test('a form keeps the boundary that was announced', async () => {
    const body = new FunctionBody(() => {
      const form = new FormData();
      form.set('a', 'x');
      return form;
    });
    const first = await readBody(body);
    expect(await readBody(body)).toBe(first);
    expect(first).toContain(body.contentType?.split('boundary=')[1]);
  });

  test('a promise brings a body of unknown length and type', async () => {
    for (const value of ['ab', Buffer.from('ab'), new Blob(['ab']), new URLSearchParams()]) {
      const body = new FunctionBody(async () => value);
      expect(body).toMatchObject({ contentType: undefined, contentLength: undefined });
      expect(await readBody(body)).toBe(value instanceof URLSearchParams ? '' : 'ab');
      expect(await readBody(body)).toBe(value instanceof URLSearchParams ? '' : 'ab');
    }
    expect(await readBody(new FunctionBody(async () => Readable.from(['ab'])))).toBe('ab');
    await expect(readBody(new FunctionBody(async () => 'ab'), 3)).rejects.toThrow('2 of the 3 bytes');
  });

  test('another length than was announced is an error', () => {
    let text = '';
    const body = new FunctionBody(() => (text += 'x'));
    expect(body.open()).toHaveLength(1);
    expect(() => body.open()).toThrow('body has 2 bytes where 1 were announced');
  });

  test('the same stream twice is refused the second time', async () => {
    const stream = Readable.from(['a']);
    const body = new FunctionBody(() => stream);
    expect(await readBody(body)).toBe('a');
    expect(() => body.open()).toThrow('destroyed or has been read');
  });

  test.each([[undefined], [null], [1], [[1]], [() => 'x']])('refuses %o from it', async (value) => {
    expect(() => new FunctionBody(() => value)).toThrow(InvalidRequestError);
    await expect(readBody(new FunctionBody(async () => value))).rejects.toThrow(InvalidRequestError);
  });

  test('what it throws is the cause', async () => {
    const cause = new Error('no');
    const fail = (): never => {
      throw cause;
    };
    expect(() => new FunctionBody(fail)).toThrow(expect.objectContaining({ cause }));
    await expect(readBody(new FunctionBody(async () => fail()))).rejects.toMatchObject({ cause });
  });

  test('a promise cannot bring a form', async () => {
    await expect(readBody(new FunctionBody(async () => new FormData()))).rejects.toThrow(
      'return it without a promise',
    );
  });

  test('destroy ends what was made, read or not, and what a promise brings later', async () => {
    const reason = new Error('aborted');
    const unread = Readable.from(['a']);
    new FunctionBody(() => unread).destroy(reason);
    expect(unread.destroyed).toBe(true);

    const reading = new Readable({ read() {} });
    const body = new FunctionBody(() => reading);
    const pending = (body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().next();
    body.destroy(reason);
    await expect(pending).rejects.toBe(reason);
    expect(reading.destroyed).toBe(true);

    const late = Readable.from(['a']);
    const { promise, resolve } = Promise.withResolvers<Readable>();
    for (const isOpened of [true, false]) {
      const promised = new FunctionBody(() => promise);
      const waiting = isOpened
        ? (promised.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().next()
        : undefined;
      promised.destroy(reason);
      if (waiting !== undefined) await expect(waiting).rejects.toBe(reason);
    }
    resolve(late);
    await new Promise((resolveTick) => setImmediate(resolveTick));
    expect(late.destroyed).toBe(true);
  });

  test('opening again ends what is still being read', async () => {
    const made: Readable[] = [];
    const body = new FunctionBody(() => {
      const stream = new Readable({ read() {} });
      made.push(stream);
      return stream;
    });
    const first = (body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().next();
    body.open();
    await expect(first).rejects.toThrow(InvalidRequestError);
    expect(made.map((stream) => stream.destroyed)).toEqual([true, false]);
    body.destroy(undefined);
  });
});
