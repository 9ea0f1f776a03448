import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Type } from 'typebox';
import { Compile } from 'typebox/schema';
import { describe, expect, it } from 'vitest';

import { decodeWith, misfit } from './support/decode-with.ts';
import { outcomes } from './support/outcomes.ts';

const Moment = Type.Codec(Type.String({ format: 'date-time' }))
  .Decode((text) => new Date(text))
  .Encode((date) => date.toISOString());

describe('a body that fits', () => {
  it('is taken as it came, with nothing coerced, filled in or removed', async () => {
    const schema = Type.Object({ id: Type.Number(), page: Type.Optional(Type.Number({ default: 1 })) });
    expect(await decodeWith(schema, { id: 1, other: true })).toEqual({ id: 1, other: true });
    await expect(decodeWith(schema, { id: '1' })).rejects.toThrow('id: must be number');
  });

  it('goes through the transforms of its schema, and through nothing else', async () => {
    const schema = Type.Object({
      at: Moment,
      id: Type.Number(),
      page: Type.Optional(Type.Number({ default: 1 })),
    });
    const at = '2026-01-02T03:04:05.000Z';
    expect(await decodeWith(schema, { at, id: 1, other: true })).toEqual({
      at: new Date(at),
      id: 1,
      other: true,
    });
    expect((await misfit(schema, { at, id: '1' })).issues).toMatchObject([{ path: ['id'] }]);
  });

  it('goes through transforms in lists, unions and recursive schemas', async () => {
    const at = '2026-01-02T03:04:05.000Z';
    expect(await decodeWith(Type.Array(Moment), [at])).toEqual([new Date(at)]);
    expect(await decodeWith(Type.Union([Type.Number(), Moment]), at)).toEqual(new Date(at));
    const Tree = Type.Cyclic(
      { Tree: Type.Object({ at: Moment, next: Type.Optional(Type.Ref('Tree')) }) },
      'Tree',
    );
    expect(await decodeWith(Tree, { at, next: { at } })).toEqual({
      at: new Date(at),
      next: { at: new Date(at) },
    });
  });
});

describe('a body that does not fit', () => {
  it('has an issue for each fault', async () => {
    const schema = Type.Object({
      user: Type.Object({ email: Type.String({ format: 'email' }), age: Type.Integer({ minimum: 18 }) }),
      roles: Type.Array(Type.Enum(['admin', 'guest'])),
      missing: Type.String(),
    });
    const { issues, message } = await misfit(schema, {
      user: { email: 'x', age: 3 },
      roles: ['guest', 'root'],
    });
    expect(issues).toEqual([
      { path: ['missing'], message: 'is required' },
      { path: ['user', 'email'], message: 'must match format "email"', expected: 'email' },
      { path: ['user', 'age'], message: 'must be >= 18', expected: '>= 18' },
      { path: ['roles', 1], message: expect.any(String) as string, expected: '"admin" | "guest"' },
    ]);
    expect(message).toMatch(/^The body does not fit the schema: missing: is required, and 3 more$/);
  });

  it('has the errors of refinements, values masked', async () => {
    const NotRoot = Type.Refine(
      Type.String(),
      (text) => text !== 'root',
      (value) => `may not be ${value}`,
    );
    expect((await misfit(Type.Object({ name: NotRoot }), { name: 'root' })).issues).toEqual([
      { path: ['name'], message: 'may not be ***' },
    ]);
  });

  it('has the list of TypeBox as its original', async () => {
    const { original, cause } = await misfit(Type.Number(), 'x');
    expect(original).toMatchObject([{ keyword: 'type', instancePath: '' }]);
    expect(cause).toBe(original);
  });

  it('is one as well when a transform throws', async () => {
    const failure = new Error('no such day: hunter2');
    const Broken = Type.Decode(Type.String(), () => {
      throw failure;
    });
    const error = await misfit(Type.Object({ at: Broken }), { at: 'hunter2' });
    expect(error.original).toBe(failure);
    expect(error.message).not.toContain('hunter2');
  });
});

describe('the options', () => {
  it('coerce turns values into the type that is wanted', async () => {
    const schema = Type.Object({ id: Type.Number(), on: Type.Boolean() });
    expect(await decodeWith(schema, { id: '5', on: 'true', other: 1 }, { coerce: true })).toEqual({
      id: 5,
      on: true,
      other: 1,
    });
    expect((await misfit(schema, { id: 'five', on: true }, { coerce: true })).issues).toMatchObject([
      { path: ['id'] },
    ]);
  });

  it('defaults fill in what is missing', async () => {
    const schema = Type.Object({ id: Type.Number(), page: Type.Number({ default: 1 }) });
    expect(await decodeWith(schema, { id: 1, other: 1 }, { defaults: true })).toEqual({
      id: 1,
      page: 1,
      other: 1,
    });
    expect((await misfit(schema, { id: '1' }, { defaults: true })).issues).toMatchObject([{ path: ['id'] }]);
  });

  it('clean removes what the schema does not name', async () => {
    const schema = Type.Object({ id: Type.Number(), inner: Type.Object({ a: Type.Number() }) });
    const body = { id: 1, other: 1, inner: { a: 1, b: 2 } };
    expect(await decodeWith(schema, body, { clean: true })).toEqual({ id: 1, inner: { a: 1 } });
    expect(await decodeWith(schema, body, { clean: false })).toEqual(body);
  });

  it('go together with transforms', async () => {
    const schema = Type.Object({ at: Moment, page: Type.Number({ default: 1 }) });
    const at = '2026-01-02T03:04:05.000Z';
    const options = { coerce: true, defaults: true, clean: true };
    expect(await decodeWith(schema, { at, other: 1 }, options)).toEqual({ at: new Date(at), page: 1 });
  });
});

// INVARIANT: a service under --disallow-code-generation-from-strings gets the same values and the same issues.
it('decodes the same where code generation is forbidden', async () => {
  const script = fileURLToPath(new URL('support/print-outcomes.ts', import.meta.url));
  const flags = ['--conditions=@x/source', '--disallow-code-generation-from-strings', script];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(Compile(Type.String()).IsAccelerated()).toBe(true);
  expect(stdout).toBe(`false\n${await outcomes()}`);
}, 30_000);
