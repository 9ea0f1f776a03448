import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** One fenced code block of a document. `line` is the line of its first line of code, from 1. */
export interface Block {
  readonly document: string;
  readonly line: number;
  readonly language: string;
  readonly marks: readonly string[];
  readonly code: string;
}

/** Every user-facing document: the README, the docs, and the README of each package. */
export function documents(): readonly string[] {
  const patterns = ['README.md', 'AGENTS.md', 'CONTRIBUTING.md', 'docs/**/*.md', 'packages/*/README.md'];
  const list = [
    '-c',
    'safe.directory=*',
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '-z',
    '--',
    ...patterns.map(glob),
  ];
  const listing = execFileSync('git', list, { cwd: root, encoding: 'utf8' });
  return [...new Set(listing.split('\0'))].filter((path) => path !== '').toSorted();
}

function glob(pattern: string): string {
  return `:(glob)${pattern}`;
}

/** The fenced blocks of a document, in order. A block inside a list item loses the indentation of its fence. */
export function blocks(document: string): readonly Block[] {
  const found: Block[] = [];
  let open: { fence: string; indent: number; language: string; marks: string[]; start: number } | undefined;
  const lines = readFileSync(join(root, document), 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    const [, space = '', fence = '', information = ''] = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === undefined) {
      if (fence === '') continue;
      const [language = '', ...marks] = information.trim().split(/\s+/);
      open = { fence, indent: space.length, language, marks, start: index + 1 };
    } else if (fence.startsWith(open.fence) && information.trim() === '') {
      const { indent, language, marks, start } = open;
      const code = lines.slice(start, index).map((text) => text.slice(Math.min(indent, text.search(/\S|$/))));
      found.push({ document, line: start + 1, language, marks, code: code.join('\n') });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${document}:${open.start}: the code block is not closed`);
  return found;
}

/** A module to check, and to run unless it is marked `no-run`. It keeps the line numbers of its document. */
export interface Module {
  readonly name: string;
  readonly document: string;
  readonly line: number;
  readonly isRun: boolean;
  readonly code: string;
}

/** The TypeScript blocks of a document as modules; `continued` appends a block to the module before it. */
export function modules(document: string): readonly Module[] {
  const found: Module[] = [];
  for (const block of blocks(document).filter(({ language }) => language === 'ts')) {
    const isContinued = block.marks.includes('continued');
    const before = isContinued ? found.pop() : undefined;
    if (isContinued && before === undefined) {
      throw new Error(`${document}:${block.line}: there is no TypeScript block before it to continue`);
    }
    const head = before?.code ?? '';
    const gap = '\n'.repeat(block.line - 1 - (head === '' ? 0 : head.split('\n').length - 1));
    const line = before?.line ?? block.line;
    found.push({
      name: `${document.replace(/\.md$/, '').replaceAll(/[^\w-]+/g, '-')}-${line}.ts`.toLowerCase(),
      document,
      line,
      isRun: !block.marks.includes('no-run') && before?.isRun !== false,
      code: head + gap + block.code,
    });
  }
  return found;
}
