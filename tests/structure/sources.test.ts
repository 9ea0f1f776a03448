import { basename, dirname } from 'node:path';

import { describe, expect, it } from 'vitest';

import { files, has, read } from './repository.ts';

const sources = files().filter((path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path));
const tests = files().filter((path) => /^packages\/[^/]+\/test\/.*\.ts$/.test(path));
const scripts = files().filter((path) => /\.(ts|mjs)$/.test(path));

function lines(path: string): number {
  return read(path).trimEnd().split('\n').length;
}

describe('source files', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(tests.length).toBeGreaterThan(0);
  });

  it('stay under 300 lines, tests under 400', () => {
    expect(sources.filter((path) => lines(path) > 300)).toEqual([]);
    expect(tests.filter((path) => lines(path) > 400)).toEqual([]);
  });

  it('are named after what they hold', () => {
    const empty = /^(utils?|helpers?|common|types?|misc|shared|constants)$/;
    const parts = (path: string): readonly string[] => path.replace(/\.[^/]*$/, '').split('/');
    expect(scripts.filter((path) => parts(path).some((part) => empty.test(part)))).toEqual([]);
  });

  it('have no default export', () => {
    expect(sources.filter((path) => /^export default|\bas default\b/m.test(read(path)))).toEqual([]);
  });

  it('hold exports only where they are called index.ts', () => {
    const exportsOnly = /^(export\s+(type\s+)?(\{[^}]*\}|\*(\s+as\s+\w+)?)(\s+from\s+'[^']+')?;\s*)*$/;
    const bare = (path: string): string =>
      read(path)
        .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
        .trim();
    const indexes = sources.filter((path) => basename(path) === 'index.ts');
    expect(indexes.filter((path) => !exportsOnly.test(bare(path)))).toEqual([]);
  });

  it('leave no work for later', () => {
    // In halves, so that this file does not hold them itself.
    const words = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|');
    const marks = new RegExp(`\\b(${words})\\b`);
    expect(scripts.filter((path) => marks.test(read(path)))).toEqual([]);
  });
});

describe('test files', () => {
  it('mirror a source file or folder', () => {
    const strays = tests.filter((path) => {
      const [, folder = '', rest = ''] = /^(packages\/[^/]+)\/test\/(.*)$/.exec(path) ?? [];
      // Claims about the whole client have no one source file, nor have the conformance suite that a package passes and the seeds.
      if (/^((support|data|client|threats)\/|suite\.test\.ts$|seeds\.test\.ts$)/.test(rest)) return false;
      const subject = `${folder}/src/${dirname(rest)}/${basename(rest).split('.')[0]}`.replace('/./', '/');
      return !has(`${subject}.ts`) && !has(`${subject}/index.ts`);
    });
    expect(strays).toEqual([]);
  });

  it('end in .test.ts, .props.test.ts or .test-d.ts, or stand in test/support', () => {
    const odd = tests.filter(
      (path) => !/\.(test|test-d)\.ts$/.test(path) && !path.includes('/test/support/'),
    );
    expect(odd).toEqual([]);
  });
});
