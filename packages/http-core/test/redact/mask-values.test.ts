import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { maskValuesOf } from '../../src/redact/mask-values.ts';

const maskValues = (text: string, own: unknown, whole: unknown): string | undefined =>
  maskValuesOf(whole)(text, own);

describe('maskValuesOf', () => {
  it('masks strings and numbers where they stand by themselves', () => {
    expect(maskValues('expected number, received "ada" (12)', { a: 'ada', b: 12 }, {})).toBe(
      'expected number, received "***" (***)',
    );
    expect(maskValues('must be a number', 'mu', {})).toBe('must be a number');
  });

  it('masks the longer of two values first', () => {
    expect(maskValues('was "ada lovelace"', ['ada', 'ada lovelace'], {})).toBe('was "***"');
  });

  it('masks a value in the form that JSON gives it', () => {
    expect(maskValues('was "a\\"b\\nc"', 'a"b\nc', {})).toBe('was "***"');
  });

  it('masks values elsewhere in the body when they are long enough to tell', () => {
    const whole = { password: 'hunter2', kind: 'string', n: 1 };
    expect(maskValues('must be string like hunter2, at least 1', undefined, whole)).toBe(
      'must be string like ***, at least 1',
    );
  });

  it('gives up when there is too much to look for', () => {
    expect(maskValues('text', Array.from({ length: 20_000 }, String), {})).toBeUndefined();
    expect(maskValues('text', 1, Array.from({ length: 20_000 }, String))).toBe('text');
  });

  it('shows no text that is too long to search', () => {
    expect(maskValues('x'.repeat(1_001), 'y', {})).toBeUndefined();
  });

  it('does not overflow on what is deep, nor run in circles', () => {
    let deep: unknown = 'core';
    for (let index = 0; index < 1_900; index += 1) deep = [deep];
    expect(maskValues('the core', deep, {})).toBe('the ***');
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(maskValues('text', circular, {})).toBeUndefined();
    let bottomless: unknown = 1;
    for (let index = 0; index < 500_000; index += 1) bottomless = [bottomless];
    expect(maskValues('text', bottomless, {})).toBeUndefined();
  });

  it('leaves no string of the value in a text that quotes it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        fc.pre(!'received ***'.includes(value));
        expect(maskValues(`received "${value}"`, value, value)).not.toContain(`"${value}"`);
      }),
    );
  });
});
