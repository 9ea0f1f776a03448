import { type ClientOptions, createClient, ConfigurationError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { settings } from '../src/settings.ts';

/** What the core says is allowed, from its refusal of an option that nobody has. */
function coreNames(option?: string): readonly string[] {
  const unknown = { 'no-such-option': 1 };
  try {
    createClient((option === undefined ? unknown : { [option]: unknown }) as ClientOptions<readonly []>);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return /allowed are (.*)$/.exec(error.message)?.[1]?.split(', ') ?? [];
  }
  throw new Error('The core has taken an option that nobody has');
}

// INVARIANT: an option that the core gets is one that people who deploy can set.
describe('the settings', () => {
  it('are the options of the core, without those that only code can give', () => {
    const own = new Set(['proxy', 'cookies']);
    const names = [...settings.keys()].filter((name) => !own.has(name));
    const codeOnly = new Set(['plugins', 'clock', 'random']);
    expect(names.toSorted()).toEqual(
      coreNames()
        .filter((name) => !codeOnly.has(name))
        .toSorted(),
    );
  });

  it.each(['timeout', 'pool', 'tls', 'redirect'])('of %s are those of the core', (option) => {
    expect(Object.keys(settings.get(option)?.members ?? {}).toSorted()).toEqual(coreNames(option).toSorted());
  });

  it('have no further options with members', () => {
    const withMembers = [...settings]
      .filter(([, { members }]) => members !== undefined)
      .map(([name]) => name);
    expect(withMembers.toSorted()).toEqual(['pool', 'proxy', 'redirect', 'timeout', 'tls']);
  });
});
