import { expect, it } from 'vitest';
import * as z from 'zod';

import { toIssue } from '../src/to-issue.ts';

function issuesOf(schema: z.ZodType, value: unknown) {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(toIssue);
}

it.each<[z.ZodType, unknown, string | undefined]>([
  [z.number(), 'x', 'number'],
  [z.literal(['a', 1, null]), 'x', '"a" | 1 | null'],
  [z.iso.date(), 'x', 'date'],
  [z.number().min(3), 1, '>= 3'],
  [z.number().gt(3), 1, '> 3'],
  [z.array(z.any()).max(1), [1, 2], '<= 1'],
  [z.bigint().lt(3n), 5n, '< 3'],
  [z.string().refine(() => false), 'x', undefined],
])('says what was expected', (schema, value, expected) => {
  expect(issuesOf(schema, value)[0]?.expected).toBe(expected);
});

it('makes text of a symbol in a path', () => {
  const issue = { code: 'custom', path: ['a', 0, Symbol('b')], message: 'no', input: 1 } as const;
  expect(toIssue(issue as never)).toEqual({ path: ['a', 0, 'Symbol(b)'], message: 'no' });
});
