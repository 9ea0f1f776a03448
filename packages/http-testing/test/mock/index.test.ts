import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const imports =
  /^(?:import|export)\s(?!type\b)[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;
const globalsOfNode = /\b(?:process|Buffer|require|__dirname|__filename|global)\b(?!['"-])/;

/** Every module that `entry` comes to at run time; foreign ones by their name. */
function reached(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const [, from, bare, dynamic] of readFileSync(entry, 'utf8').matchAll(imports)) {
    const name = from ?? bare ?? dynamic ?? '';
    if (name.startsWith('.')) reached(join(dirname(entry), name), seen);
    else seen.add(name);
  }
  return seen;
}

// INVARIANT: the documentation runs this entry in a browser; one import of Node's, anywhere below it, would break it there.
it('reaches the core and nothing of Node', () => {
  const all = [...reached(join(source, 'mock/index.ts'))];
  const own = all.filter((path) => path.startsWith(source));
  expect(all.filter((path) => !path.startsWith(source))).toEqual(['@x/http-core']);
  expect(own.map((path) => relative(source, path).split('/')[0])).toEqual(
    expect.arrayContaining(['mock', 'clock']),
  );
  expect(own.length).toBeGreaterThan(15);
  const code = (path: string): string =>
    readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'/gm, '');
  expect(own.filter((path) => globalsOfNode.test(code(path)))).toEqual([]);
});

it('would see an import of Node', () => {
  expect([...reached(join(source, 'recorder/index.ts'))]).toEqual(
    expect.arrayContaining(['node:fs/promises', 'node:crypto']),
  );
});
