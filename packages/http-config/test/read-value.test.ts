import { describe, expect, it } from 'vitest';

import { count, duration, flag, text } from '../src/leaf.ts';
import { readText } from '../src/read-value.ts';

describe('a variable', () => {
  it.each(['50', '0', '-1', '2.5', '060', '9007199254740991'])('%j is a number', (given) => {
    expect(readText(given, duration, true)).toBe(Number(given));
  });

  it.each([
    '',
    ' 50',
    '50 ',
    '5e3',
    '0x10',
    '50ms',
    '1_000',
    '1,5',
    '.5',
    '5.',
    '+5',
    'NaN',
    'infinity',
    '∞',
  ])('%j is no number', (given) => {
    expect(readText(given, count(0), true)).toBe(given);
  });

  it.each(['true', 'True', 'TRUE'])('%j is true', (given) => {
    expect(readText(given, flag, true)).toBe(true);
  });

  it.each(['false', 'False', 'FALSE'])('%j is false', (given) => {
    expect(readText(given, flag, true)).toBe(false);
  });

  it.each(['', '1', '0', 'yes', 'no', 'on', 'off', 'tRue', ' true'])('%j is neither', (given) => {
    expect(readText(given, flag, true)).toBe(given);
  });

  it('is taken as it is where a text is wanted, and parted at commas where a list is', () => {
    expect(readText('50', text, true)).toBe('50');
    const list = { ...text, reading: 'list' } as const;
    expect(readText(' a, b ,,c', list, true)).toEqual(['a', 'b', 'c']);
    expect(readText('', list, true)).toEqual([]);
    expect(readText('Infinity', duration, true)).toBe(Infinity);
  });
});

it('a text in a file stays one, but for Infinity', () => {
  expect(readText('50', duration, false)).toBe('50');
  expect(readText('true', flag, false)).toBe('true');
  expect(readText('Infinity', duration, false)).toBe(Infinity);
  expect(readText('Infinity', text, false)).toBe('Infinity');
});
