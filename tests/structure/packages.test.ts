import { describe, expect, it } from 'vitest';

import { has, packages, read } from './repository.ts';

const keyOrder = [
  'name',
  'version',
  'private',
  'description',
  'keywords',
  'license',
  'author',
  'repository',
  'files',
  'type',
  'sideEffects',
  'imports',
  'exports',
  'publishConfig',
  'scripts',
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'engines',
];
const optionalKeys = new Set([
  'private',
  'imports',
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
]);
const template = 'packages/http-hello';

describe.each(packages())('$folder', ({ folder, manifest }) => {
  it('is named after its folder', () => {
    expect(`packages/${manifest.name.replace(/^@x\//, '')}`).toBe(folder);
    expect(manifest.name).toMatch(/^@x\/http-[a-z-]+$/);
  });

  it('has the keys of every package, in the one order', () => {
    const keys = Object.keys(manifest);
    expect(keys).toEqual(keyOrder.filter((key) => key in manifest));
    expect(keyOrder.filter((key) => !(key in manifest) && !optionalKeys.has(key))).toEqual([]);
  });

  it('says the same as every package about itself', () => {
    expect(manifest).toMatchObject({
      license: 'MIT',
      author: 'The @x/http authors',
      files: ['dist', 'src'],
      type: 'module',
      sideEffects: false,
      scripts: { build: 'tsc -p tsconfig.build.json' },
      engines: { node: '>=22.19' },
    });
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(manifest['description']).toMatch(/^[A-Z@].*[^.]$/);
    expect(manifest['keywords']).toContain('http');
    expect(manifest.repository.directory).toBe(folder);
    expect(manifest.private).toBe(folder === template ? true : undefined);
  });

  it('exports source, types and code of each entry, and its manifest', () => {
    const { './package.json': own, ...entries } = manifest.exports;
    expect(own).toBe('./package.json');
    expect(Object.keys(manifest.exports).at(-1)).toBe('./package.json');
    expect(Object.keys(entries)[0]).toBe('.');
    for (const entry of Object.values(entries)) {
      const source = (entry as Readonly<Record<string, string>>)['@x/source'] ?? '';
      const path = /^\.\/src\/(.+)\.ts$/.exec(source)?.[1];
      // Entries are compared as text because the order of conditions counts: the first that applies wins.
      expect(JSON.stringify(entry)).toBe(
        JSON.stringify({ '@x/source': source, types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` }),
      );
      expect(has(`${folder}/${source}`), source).toBe(true);
    }
  });

  it('publishes the same exports without the source condition', () => {
    const published = Object.entries(manifest.exports).map(([path, entry]) => {
      if (typeof entry === 'string') return [path, entry];
      return [path, { types: entry['types'], default: entry['default'] }];
    });
    expect(JSON.stringify(manifest.publishConfig.exports)).toBe(
      JSON.stringify(Object.fromEntries(published)),
    );
    expect(manifest.publishConfig).toMatchObject({ access: 'public', provenance: true });
  });

  // INVARIANT: the conditions stand in the same order for the source and for the code, else a bundle of the one has another
  // transport than a bundle of the other.
  it('chooses among its own files by the same conditions from source and published', () => {
    const { imports = {}, publishConfig } = manifest;
    const published = Object.entries(imports).map(([name, { '@x/source': source, ...code }]) => {
      const files = Object.entries(source ?? {}).map(([condition, file]) => {
        expect(has(`${folder}/${file}`), file).toBe(true);
        return [condition, file.replace('./src/', './dist/').replace(/\.ts$/, '.js')];
      });
      expect(JSON.stringify(code)).toBe(JSON.stringify(Object.fromEntries(files)));
      return [name, code];
    });
    expect(JSON.stringify(publishConfig.imports ?? {})).toBe(JSON.stringify(Object.fromEntries(published)));
  });

  it('takes versions from the catalog and siblings from the workspace', () => {
    const own = [manifest['dependencies'], manifest['devDependencies']].flatMap((group) =>
      Object.entries(group ?? {}),
    );
    for (const [name, range] of own) {
      expect(range, name).toMatch(name.startsWith('@x/') ? /^workspace:[*^]$/ : /^catalog:/);
    }
    const peers = Object.entries((manifest['peerDependencies'] ?? {}) as Record<string, string>);
    for (const [name, range] of peers) {
      expect(range, name).toMatch(name.startsWith('@x/') ? /^workspace:\^$/ : /^(catalog:.*|\^\d.*|>=\d.*)$/);
    }
    if (folder !== 'packages/http-core') expect(Object.fromEntries(peers)).toHaveProperty(['@x/http-core']);
  });

  it('has a README under its own name', () => {
    expect(read(`${folder}/README.md`).split('\n')[0]).toBe(`# ${manifest.name}`);
  });

  it('is compiled like the template', () => {
    for (const config of ['tsconfig.json', 'tsconfig.build.json']) {
      expect(read(`${folder}/${config}`)).toBe(read(`${template}/${config}`));
    }
  });

  it('has tests', () => {
    expect(has(`${folder}/test`)).toBe(true);
  });
});
