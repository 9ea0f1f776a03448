import { createClient, DecodeError } from '@x/http-core';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { fakeTransport } from '../../http-core/test/support/fake-transport.ts';
import { standardSchema, type StandardResult, type StandardSchemaV1 } from '../src/index.ts';

async function decodeWith(schema: StandardSchemaV1, body: unknown): Promise<unknown> {
  const client = createClient({
    plugins: [standardSchema(), fakeTransport(() => ({ body: JSON.stringify(body) }))],
  });
  return client.get('https://api.example.com/', { schema });
}

async function misfit(schema: StandardSchemaV1, body: unknown): Promise<DecodeError> {
  const error: unknown = await decodeWith(schema, body).then(
    () => new Error('it fits'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof DecodeError) return error;
  throw error;
}

function schemaOf(
  validate: (value: unknown) => StandardResult<unknown> | Promise<StandardResult<unknown>>,
): StandardSchemaV1 {
  return { '~standard': { version: 1, vendor: 'test', validate } };
}

describe('a body that fits', () => {
  it('is what the schema puts out, sooner or later', async () => {
    expect(
      await decodeWith(
        schemaOf((value) => ({ value: [value] })),
        1,
      ),
    ).toEqual([1]);
    expect(
      await decodeWith(
        schemaOf(async (value) => ({ value: [value] })),
        1,
      ),
    ).toEqual([1]);
    const later = v.pipeAsync(
      v.string(),
      v.transformAsync(async (text) => text.length),
    );
    expect(await decodeWith(later, 'four')).toBe(4);
  });

  it('is taken by schemas that are functions', async () => {
    const schema = type({ id: 'number', at: 'string.date.iso.parse' });
    expect(typeof schema).toBe('function');
    expect(await decodeWith(schema, { id: 1, at: '2026-01-02' })).toEqual({
      id: 1,
      at: new Date('2026-01-02'),
    });
  });
});

describe('a body that does not fit', () => {
  it('has paths of keys and of objects with a key', async () => {
    const issues = [
      { message: 'a', path: ['users', 0, { key: 'name' }, Symbol('s')] },
      { message: 'b' },
      { message: 'c', path: [] },
    ];
    const error = await misfit(
      schemaOf(() => ({ issues })),
      {},
    );
    expect(error.issues).toEqual([
      { path: ['users', 0, 'name', 'Symbol(s)'], message: 'a' },
      { path: [], message: 'b' },
      { path: [], message: 'c' },
    ]);
    expect(error.original).toBe(issues);
  });

  it('shows no value that valibot or arktype quotes', async () => {
    const user = v.object({ name: v.string(), kind: v.picklist(['a', 'b']) });
    expect((await misfit(user, { name: 4711, kind: 'hunter2' })).issues).toEqual([
      { path: ['name'], message: 'Invalid type: Expected string but received ***' },
      { path: ['kind'], message: 'Invalid type: Expected ("a" | "b") but received "***"' },
    ]);
    const { issues } = await misfit(type({ name: "'a'|'b'" }), { name: 'hunter2' });
    expect(JSON.stringify(issues)).not.toContain('hunter2');
    expect(issues[0]?.message).toMatch(/must be "a" or "b" \(was "\*\*\*"\)/);
  });

  it('is one as well when validate throws or rejects', async () => {
    const failure = new Error('no');
    const throwing = schemaOf(() => {
      throw failure;
    });
    expect((await misfit(throwing, 1)).original).toBe(failure);
    expect(
      (
        await misfit(
          schemaOf(() => Promise.reject(failure)),
          1,
        )
      ).original,
    ).toBe(failure);
  });
});

it('leaves other versions of the interface to others', async () => {
  const next = { '~standard': { version: 2, vendor: 'x', validate: () => ({ value: 1 }) } };
  await expect(decodeWith(next as never, 1)).rejects.toThrow('No decoder');
  await expect(decodeWith({ '~standard': { version: 1, vendor: 'x' } } as never, 1)).rejects.toThrow(
    'No decoder',
  );
});
