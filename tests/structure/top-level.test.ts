import { homedir, tmpdir } from 'node:os';

import { describe, expect, it } from 'vitest';

import { files, packages, read, root } from './repository.ts';

const tracked = files();

describe('the repository', () => {
  it('has exactly the top level that the design names', () => {
    const top = new Set(tracked.map((path) => path.split('/')[0] ?? ''));
    expect([...top].toSorted()).toEqual([
      '.changeset',
      '.ci',
      '.gitattributes',
      '.gitignore',
      '.oxfmtrc.json',
      '.oxlintrc.json',
      'AGENTS.md',
      'CONTEXT.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'bench',
      'docs',
      'examples',
      'knip.json',
      'package.json',
      'packages',
      'pnpm-lock.yaml',
      'pnpm-workspace.yaml',
      'tests',
      'tsconfig.base.json',
      'turbo.json',
      'vitest.config.ts',
    ]);
  });

  it('is under the MIT licence', () => {
    const licence = read('LICENSE');
    expect(licence).toMatch(
      /^MIT License\n\nCopyright \(c\) \d{4} The @x\/http authors\n\nPermission is hereby granted/,
    );
    expect(licence).toContain('THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND');
    for (const path of tracked.filter((name) => /^packages\/[^/]+\/LICENSE$/.test(name))) {
      expect(read(path)).toBe(licence);
    }
  });

  // INVARIANT: a file that names a folder of one machine works on that machine only.
  it('names no folder of any machine', () => {
    const folders = ['home', 'root', 'tmp', 'Users', 'var/folders', 'work'].join('|');
    const absolute = new RegExp(`(?<![\\w.@~*$}\\])-])(/(${folders})/|[A-Z]:\\\\\\\\?Users)`);
    const here = [root, homedir(), tmpdir()].filter((path) => path.length > 5);
    const text = tracked.filter((path) => !/\.(png|gz|br|zst|pem|der)$/.test(path));
    const leaks = text.filter((path) => {
      const content = read(path);
      return absolute.test(content) || here.some((folder) => content.includes(folder));
    });
    expect(leaks).toEqual([]);
  });
});

describe('dependencies', () => {
  const workspace = read('pnpm-workspace.yaml');
  const catalog = [...workspace.matchAll(/^ {2}'?([^'\s:]+)'?: (\S+)$/gm)].filter(
    ([line]) => !/true|false/.test(line),
  );

  it('are pinned exactly in the catalog', () => {
    expect(catalog.length).toBeGreaterThan(10);
    const exact = /^'?(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?'?$/;
    expect(catalog.filter(([, , version = '']) => !exact.test(version)).map(([line]) => line)).toEqual([]);
  });

  it('come from the catalog everywhere', () => {
    const folders = ['.', 'examples', 'bench', 'tests', 'docs', ...packages().map(({ folder }) => folder)];
    const ranges = folders.flatMap((folder) => {
      const manifest = JSON.parse(read(`${folder}/package.json`)) as Record<string, Record<string, string>>;
      return Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] });
    });
    expect(ranges.filter(([, range]) => !/^(catalog:|workspace:)/.test(range))).toEqual([]);
  });

  it('are locked without the address of a registry', () => {
    const addresses = read('pnpm-lock.yaml').match(/\btarball:.*|^registry.*|\bregistry\.[a-z].*/gm) ?? [];
    expect(addresses).toEqual([]);
    expect(tracked.filter((path) => /(^|\/)\.npmrc$/.test(path))).toEqual([]);
  });
});

describe('changesets', () => {
  const changesets = tracked.filter(
    (path) => /^\.changeset\/.*\.md$/.test(path) && !path.endsWith('README.md'),
  );
  const published = packages().filter(({ manifest }) => manifest.private !== true);

  it.each(changesets)('%s names published packages and says what changed', (path) => {
    const parts = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(read(path));
    expect(parts).not.toBeNull();
    const [, front = '', text = ''] = parts ?? [];
    const releases = front
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    for (const release of releases) {
      const [, name, kind] = /^['"](.+)['"]: (major|minor|patch)$/.exec(release) ?? [];
      expect(kind, release).toBeDefined();
      expect(published.map(({ manifest }) => manifest.name)).toContain(name);
    }
    // One without releases says that no user will notice.
    expect(releases.length === 0 || text.trim() !== '').toBe(true);
  });

  it('are configured for publishing from main', () => {
    expect(JSON.parse(read('.changeset/config.json'))).toMatchObject({
      access: 'public',
      baseBranch: 'main',
    });
  });
});
