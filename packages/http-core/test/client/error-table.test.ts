import { readFileSync, readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { ClientError, StatusError } from '../../src/errors/index.ts';
import { classes, samples } from '../support/error-samples.ts';

interface Row {
  readonly name: string;
  readonly base: string;
  readonly code: string;
  readonly fields: readonly string[];
}

const document = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
const rows = document
  .split('\n')
  .filter((line) => /^\| `[A-Z]\w+Error` +\|/.test(line))
  .map((line): Row => {
    const [, name = '', base = '', code = '', fields = ''] = line.split('|').map((cell) => cell.trim());
    return {
      name: plain(name),
      base: plain(base),
      code: plain(code),
      fields: fields.split(' ').map(plain).filter(Boolean),
    };
  });

/** The fields a class adds: own data of an instance that its base's instance lacks, and accessors of its prototype. */
function fieldsOf(name: string, base: string): string[] {
  const known = new Set([
    'name',
    'code',
    'stack',
    'message',
    'cause',
    ...Object.keys(samples().get(base) ?? {}),
  ]);
  const added = Object.keys(samples().get(name) ?? {}).filter((key) => !known.has(key));
  const prototype = classes().get(name)?.prototype as object;
  const accessors = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(
      ([key, { get }]) =>
        get !== undefined && key !== 'name' && (name === 'ClientError' || !(key in ClientError.prototype)),
    )
    .map(([key]) => key);
  return [...added, ...accessors].toSorted();
}

function plain(cell: string): string {
  return cell.replaceAll('`', '');
}

describe('docs/errors.md', () => {
  it('lists every class once', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...classes().keys()].toSorted());
  });

  it.each(rows)('says the truth about $name', ({ name, base, code, fields }) => {
    const errorClass = classes().get(name);
    expect((Object.getPrototypeOf(errorClass) as { name: string }).name).toBe(base);
    expect(samples().get(name)?.code).toBe(code);
    expect(fields.toSorted()).toEqual(fieldsOf(name, base));
  });
});

describe('the classes', () => {
  it('have codes of their own, status errors excepted', () => {
    const codes = [...samples().values()]
      .filter((error) => !(error instanceof StatusError))
      .map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('each have a kind equal to their name and a file of their own', () => {
    const files = readdirSync(new URL('../../src/errors', import.meta.url));
    for (const [name, { kind }] of classes()) {
      expect(kind).toBe(name);
      expect(files).toContain(`${name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase()}.ts`);
    }
  });

  it('have one constructor for all status errors', () => {
    // INVARIANT: status errors are made from `(response)` alone; breaks when a subclass writes a constructor.
    for (const errorClass of classes().values()) {
      if (!(errorClass.prototype instanceof StatusError)) continue;
      expect(Function.prototype.toString.call(errorClass)).not.toMatch(/\bconstructor\s*\(/);
    }
  });
});
