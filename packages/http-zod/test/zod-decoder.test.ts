import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';

import { decodeWith, misfit } from './support/decode-with.ts';

const at = '2026-01-02T03:04:05.000Z';

describe('a body that fits', () => {
  it('is what the schema puts out', async () => {
    const schema = z.object({ id: z.number(), page: z.number().default(1) });
    expect(await decodeWith(schema, { id: 1, other: true })).toEqual({ id: 1, page: 1 });
    expect(await decodeWith(mini.object({ id: mini.number() }), { id: 1, other: true })).toEqual({ id: 1 });
  });

  it('goes through transforms, preprocessing and codecs', async () => {
    const schema = z.object({
      at: z.codec(z.iso.datetime(), z.date(), {
        decode: (text) => new Date(text),
        encode: (date) => date.toISOString(),
      }),
      length: z.string().transform((text) => text.length),
      n: z.preprocess((value) => Number(value), z.number()),
    });
    expect(await decodeWith(schema, { at, length: 'four', n: '5' })).toEqual({
      at: new Date(at),
      length: 4,
      n: 5,
    });
    const small = mini.pipe(
      mini.string(),
      mini.transform((text: string) => text.length),
    );
    expect(await decodeWith(small, 'four')).toBe(4);
  });

  it('goes through asynchronous refinements and transforms', async () => {
    const schema = z
      .string()
      .refine(async (text) => text !== 'taken', 'is taken')
      .transform(async (text) => text.toUpperCase());
    expect(await decodeWith(schema, 'free')).toBe('FREE');
    expect((await misfit(schema, 'taken')).issues).toEqual([{ path: [], message: 'is ***' }]);
  });

  it('is taken from schemas that only core knows', async () => {
    const { safeParse: _one, safeParseAsync: _two, ...bare } = z.string();
    const schema = { ...bare, _zod: z.string()._zod } as unknown as $ZodType;
    expect('safeParse' in schema).toBe(false);
    expect(await decodeWith(schema, 'text')).toBe('text');
    await expect(decodeWith(schema, 5)).rejects.toThrow('expected string');
  });
});

// INVARIANT: trying synchronously first would run each refinement twice and drop the promise it met; when that rejects, Node exits.
it('runs an asynchronous refinement once, and no rejection of it escapes', async () => {
  const escaped = vi.fn();
  process.on('unhandledRejection', escaped);
  onTestFinished(() => void process.off('unhandledRejection', escaped));
  const failure = new Error('the database is down');
  const refine = vi.fn(() => Promise.reject(failure));
  const error = await misfit(z.object({ id: z.number().refine(refine) }), { id: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(error.original).toBe(failure);
  expect(refine).toHaveBeenCalledTimes(1);
  expect(escaped).not.toHaveBeenCalled();
});

it('parses synchronously what cannot be asynchronous', async () => {
  const schema = z.object({ id: z.number() });
  const asynchronous = vi.spyOn(schema, 'safeParseAsync');
  await decodeWith(schema, { id: 1 });
  expect(asynchronous).not.toHaveBeenCalled();
});

describe('a body that does not fit', () => {
  it('has an issue for each fault', async () => {
    const schema = z.object({
      user: z.object({ email: z.email(), age: z.int().min(18) }),
      role: z.enum(['admin', 'guest']),
    });
    const { issues, message } = await misfit(schema, { user: { email: 'x', age: 3 }, role: 'root' });
    expect(issues).toMatchObject([
      { path: ['user', 'email'], expected: 'email' },
      { path: ['user', 'age'], expected: '>= 18' },
      { path: ['role'], expected: '"admin" | "guest"' },
    ]);
    expect(message).toMatch(/^The body does not fit the schema: user\.email: .*, and 2 more$/);
  });

  it('has the texts of the schema, values masked', async () => {
    const schema = z.object({
      name: z.string({ error: ({ input }) => `what is ${JSON.stringify(input)}?` }),
    });
    expect((await misfit(schema, { name: 4711 })).issues).toEqual([
      { path: ['name'], message: 'what is ***?', expected: 'string' },
    ]);
  });

  it('has the ZodError as its original', async () => {
    for (const schema of [z.number(), z.number().refine(() => true)]) {
      expect((await misfit(schema, 'x')).original).toBeInstanceOf(z.ZodError);
    }
  });
});
