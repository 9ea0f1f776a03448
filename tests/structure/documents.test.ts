import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { files, has, packages, read } from './repository.ts';

const documents = files().filter((path) => path.endsWith('.md') && !path.startsWith('.changeset/'));

/** The anchors that a document's headings make. */
function anchors(path: string): readonly string[] {
  const headings = read(path).match(/^#{1,6} .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents)('%s', (path) => {
  it('links to files and headings that exist', () => {
    const text = read(path).replaceAll(/^```[\s\S]*?^```/gm, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const broken = targets.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? path : join(dirname(path), file);
      return !has(linked) || (anchor !== undefined && !anchors(linked).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

describe('the table of packages', () => {
  const rows = [...read('README.md').matchAll(/^\| `@x\/([\w-]+)` +\|.*\| (available|planned) +\|$/gm)];
  const published = packages().filter(({ manifest }) => manifest['private'] !== true);

  it('calls no package available that is not there', () => {
    const available = rows.filter((row) => row[2] === 'available').map((row) => `packages/${row[1]}`);
    expect(available).toContain('packages/http-core');
    expect(available.filter((folder) => !has(folder))).toEqual([]);
  });

  it('has every package that is published', () => {
    const listed = rows.map((row) => `packages/${row[1]}`);
    expect(published.map(({ folder }) => folder).filter((folder) => !listed.includes(folder))).toEqual([]);
  });
});
