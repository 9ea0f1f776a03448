import { Type } from 'typebox';
import { expect, it } from 'vitest';

import { validatorFor } from '../src/validator-for.ts';

it('compiles a schema once, whoever asks', () => {
  const schema = Type.String();
  expect(validatorFor(schema)).toBe(validatorFor(schema));
  expect(validatorFor(schema)).not.toBe(validatorFor(Type.String()));
  expect(validatorFor(schema).IsAccelerated()).toBe(true);
});

it('lets a schema go that nobody holds any more', async () => {
  const references = Array.from({ length: 20 }, () => {
    const schema = Type.Object({ a: Type.String() });
    validatorFor(schema);
    return new WeakRef(schema);
  });
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
  }
  expect(references.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(5);
});
