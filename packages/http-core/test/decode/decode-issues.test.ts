import { describe, expect, it } from 'vitest';

import { DecodeFailure } from '../../src/decode/decode-failure.ts';
import { issuesOf, issuesSuffix } from '../../src/decode/decode-issues.ts';
import { cpuTime } from '../support/cpu-time.ts';

const value = { users: [{ age: 'hunter2' }], other: 'string' };

describe('issuesOf', () => {
  it('masks the value at the path in message and expectation', () => {
    const issues = [{ path: ['users', 0, 'age'], message: 'got hunter2', expected: 'number, not hunter2' }];
    expect(issuesOf(new DecodeFailure({ issues, value }))).toEqual([
      { path: ['users', 0, 'age'], message: 'got ***', expected: 'number, not ***' },
    ]);
  });

  it('leaves what is expected alone, though the body may hold it elsewhere', () => {
    const issues = [{ path: ['role'], message: 'not allowed', expected: '"admin" | "guest"' }];
    const body = { role: 'root', other: 'guest' };
    expect(issuesOf(new DecodeFailure({ issues, value: body }))[0]?.expected).toBe('"admin" | "guest"');
  });

  it('says no more than what is expected where there is too much to mask', () => {
    const large = { list: Array.from({ length: 20_000 }, (_, index) => `item ${index}`) };
    const issues = [
      { path: ['list'], message: 'has item 7', expected: 'object' },
      { path: ['list'], message: 'has item 7' },
      { path: ['list', 7], message: 'is item 7' },
    ];
    expect(issuesOf(new DecodeFailure({ issues, value: large }))).toEqual([
      { path: ['list'], message: 'does not fit, expected object', expected: 'object' },
      { path: ['list'], message: 'does not fit' },
      { path: ['list', 7], message: 'is ***' },
    ]);
  });

  it('takes no time over many faults of a large body', () => {
    const large = Array.from({ length: 400 }, () => ({ a: 'x'.repeat(50), b: 1, c: 'y', d: 'z' }));
    const issues = large.map((_, index) => ({ path: [index], message: 'must be a string '.repeat(50) }));
    const started = cpuTime();
    issuesOf(new DecodeFailure({ issues, value: large }));
    expect(cpuTime() - started).toBeLessThan(250);
  });

  it('keeps to a hundred issues of one line each', () => {
    const issues = Array.from({ length: 500 }, () => ({ path: [], message: `a\nb${'x'.repeat(900)}` }));
    const kept = issuesOf(new DecodeFailure({ issues, value }));
    expect(kept).toHaveLength(100);
    expect(kept[0]?.message).toMatch(/^a b/);
    expect(kept[0]?.message.length).toBe(300);
  });

  it('follows no path through a prototype', () => {
    const issues = [{ path: ['constructor', 'name'], message: 'Object is odd' }];
    expect(issuesOf(new DecodeFailure({ issues, value: {} }))[0]?.message).toBe('Object is odd');
  });
});

describe('issuesSuffix', () => {
  it('names the first issue and counts the rest', () => {
    const issue = { path: ['users', 0, 'age'], message: 'must be number' };
    expect(issuesSuffix([issue], 1)).toBe(': users.0.age: must be number');
    expect(issuesSuffix([issue, issue], 3)).toBe(': users.0.age: must be number, and 2 more');
    expect(issuesSuffix([{ path: [], message: 'must be object' }], 1)).toBe(': the body: must be object');
    expect(issuesSuffix([], 0)).toBe('');
  });

  it('keeps a long path short', () => {
    expect(issuesSuffix([{ path: ['k'.repeat(5_000)], message: 'no' }], 1).length).toBeLessThan(200);
  });
});
