import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../src/errors/index.ts';

const issues = Array.from({ length: 40 }, (_, index) => ({
  path: ['pool', `key${index}`],
  message: `pool.key${index} is unknown, with ${'words '.repeat(20)}`,
  source: `config.yaml:${index + 1}`,
}));

describe('ConfigurationError', () => {
  it('has no issues unless it is told some', () => {
    const error = new ConfigurationError('timeout must be a number');
    expect(error.issues).toEqual([]);
    expect(error.message).toBe('timeout must be a number');
  });

  // INVARIANT: who deploys sees everything that is wrong at once; the limit on a message would hide most of it.
  it('tells every issue in its message and its stack, a line each', () => {
    const error = new ConfigurationError('40 things are wrong', { issues });
    expect(error.issues).toBe(issues);
    expect(error.message.split('\n')).toHaveLength(41);
    expect(error.message).toContain('\n- pool.key39 is unknown');
    expect(error.stack).toContain(`ConfigurationError: ${error.message}\n    at `);
    expect(error.stack?.split('\n    at ')[1]).toContain('configuration-error.test.ts');
  });

  it('stays short where it is printed, and keeps secrets out of every line', () => {
    const message = 'proxy must be a URL, not http://user:s3cr3t@proxy.test/\nforged line';
    const error = new ConfigurationError('wrong', { issues: [...issues, { path: ['proxy'], message }] });
    for (const form of [error.message, error.stack, inspect(error), JSON.stringify(error)]) {
      expect(form).not.toContain('s3cr3t');
      expect(form).not.toContain('\nforged');
    }
    expect(inspect(error).length).toBeLessThan(2_000);
  });
});
