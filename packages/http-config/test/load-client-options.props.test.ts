import { createClient } from '@x/http-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { loadClientOptions } from '../src/index.ts';
import { knownName } from '../src/known-name.ts';
import type { Leaf } from '../src/leaf.ts';
import { settings } from '../src/settings.ts';
import { toSnakeCase } from '../src/spelling.ts';
import { issuesOf, writtenFile } from './support/written-file.ts';

/** A certificate with its key would have to fit; the core checks no more than that it is PEM. */
const pem = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const special: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  baseUrl: fc.webUrl(),
  absoluteUrls: fc.constantFrom('base', 'any'),
  'tls.ca': fc.constantFrom(pem, `${pem}${pem}`),
  'tls.cert': fc.constant(pem),
  'tls.key': fc.constant(pem),
};

function valueOf(path: string, { reading }: Leaf, isFinite: boolean): fc.Arbitrary<unknown> {
  const own = special[path];
  if (own !== undefined) return own;
  switch (reading) {
    case 'number':
      return isFinite
        ? fc.integer({ min: 1, max: 1e9 })
        : fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.constant(Infinity));
    case 'boolean':
      return fc.boolean();
    case 'list':
      return fc.uniqueArray(fc.stringMatching(/^x-[a-z]{1,8}$/), { maxLength: 4 });
    default:
      return fc.stringMatching(/^[\w.-]{1,20}$/);
  }
}

/** Every option of the core that has a value of its own, by path. */
const leaves: readonly (readonly [path: string, leaf: Leaf])[] = [...settings]
  .filter(([name]) => !['proxy', 'cookies', 'headers', 'query'].includes(name))
  .flatMap(([name, { leaf, members }]): [string, Leaf][] =>
    members === undefined
      ? leaf === undefined
        ? []
        : [[name, leaf]]
      : Object.entries(members).map(([member, own]) => [`${name}.${member}`, own]),
  );

function configurations(isFinite: boolean): fc.Arbitrary<Values> {
  const arbitraries = leaves.map(([path, leaf]) => [path, valueOf(path, leaf, isFinite)]);
  return fc
    .record(Object.fromEntries(arbitraries) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] })
    .map((given) => {
      const all = { ...given };
      // The core wants both or none.
      if ('tls.cert' in all !== 'tls.key' in all) Object.assign(all, { 'tls.cert': pem, 'tls.key': pem });
      return all;
    });
}

const configuration = configurations(false);
const finite = configurations(true);

type Values = Readonly<Record<string, unknown>>;

function nest(values: Values, name: (part: string) => string, infinity: unknown): object {
  const tree: Record<string, unknown> = {};
  for (const [path, given] of Object.entries(values)) {
    const value = given === Infinity ? infinity : given;
    const [top = '', member] = path.split('.').map(name);
    if (member === undefined) tree[top] = value;
    else tree[top] = { ...(tree[top] as object | undefined), [member]: value };
  }
  return tree;
}

function variables(values: Values): Record<string, string> {
  const named = Object.entries(values).map(([path, value]) => {
    const name = path.split('.').map(toSnakeCase).join('__').toUpperCase();
    return [`HTTP__${name}`, Array.isArray(value) ? value.join(', ') : String(value)];
  });
  return Object.fromEntries(named) as Record<string, string>;
}

describe('every option of the core', () => {
  it('is reached by a variable, by camelCase and by snake_case, and means the same', () => {
    fc.assert(
      fc.property(configuration, (values) => {
        const expected = { ...nest(values, (name) => name, Infinity), plugins: [] };
        const json = writtenFile(JSON.stringify(nest(values, (name) => name, 'Infinity')), 'a.json');
        const snake = JSON.stringify(nest(values, toSnakeCase, '.inf')).replaceAll('".inf"', '.inf');
        const yaml = writtenFile(snake, 'a.yaml');
        const loaded = [
          loadClientOptions({ env: variables(values) }),
          loadClientOptions({ env: {}, file: json }),
          loadClientOptions({ env: {}, file: yaml }),
        ];
        for (const one of loaded) expect(one).toEqual(expected);
        if (values['http2'] !== true) expect(() => createClient(loaded[0])).not.toThrow();
      }),
    );
  }, 60_000);

  it('comes from the variable where both say it', () => {
    fc.assert(
      fc.property(configuration, configuration, (lower, upper) => {
        const file = writtenFile(JSON.stringify(nest(lower, (name) => name, 'Infinity')), 'a.json');
        const expected = nest({ ...lower, ...upper }, (name) => name, Infinity);
        expect(loadClientOptions({ env: variables(upper), file })).toEqual({ ...expected, plugins: [] });
      }),
    );
  }, 60_000);
});

describe('what nobody knows', () => {
  const unknown = fc.stringMatching(/^[a-z_]{1,12}$/).filter((name) => {
    const names = [...settings.keys()];
    return (
      knownName(names, name) === undefined &&
      !['verify_ssl', 'cookie_jar', 'http', 'null', 'true', 'false'].includes(name)
    );
  });

  // INVARIANT: one start tells everything that is wrong; a first error alone makes people start once per mistake.
  it('is told all at once, every name with its own source', () => {
    const names = fc.uniqueArray(unknown, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(names, names, finite, (inFile, inVariables, known) => {
        const tree = {
          ...Object.fromEntries(inFile.map((name) => [name, 1])),
          ...nest(known, toSnakeCase, null),
        };
        const members = Object.entries(tree).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
        const file = writtenFile(members.join('\n'));
        const env = Object.fromEntries(inVariables.map((name) => [`HTTP__Z${name.toUpperCase()}`, 'x']));
        const issues = issuesOf({ file, env });
        const told = issues.map((issue) => /\(([^()]*)\)$/.exec(issue)?.[1]);
        const expected = inFile.map((_, index) => `config.yaml:${index + 1}`);
        expect(told).toEqual([...expected, ...Object.keys(env)]);
      }),
    );
  }, 60_000);
});
