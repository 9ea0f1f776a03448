import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { blocks, documents, modules, root } from './blocks.ts';
import { startOrigin } from './origin.ts';
import type { Origin } from './origin.ts';
import { faults } from './shell.ts';

// A folder per process, so that two runs in one checkout do not meet.
const generated = join(dirname(fileURLToPath(import.meta.url)), '.generated', String(process.pid));
const paths = documents();
const all = paths.flatMap((document) => modules(document));
const shell = paths.flatMap((document) => blocks(document)).filter(({ language }) => language === 'sh');
const origins = new Map<string, Origin>();
let folder = '';
let complaints: readonly string[] = [];

/** Runs a program to its end and gives its exit code and everything it printed. */
function execute(parameters: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  const { PATH, HOME } = process.env;
  const options = { cwd, timeout: 20_000, env: { PATH, HOME, NO_COLOR: '1' } };
  return new Promise((resolve) => {
    execFile(process.execPath, parameters, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({
        code,
        output: `${stdout}${stderr}${code !== 0 && error?.killed === true ? 'killed after 20 s' : ''}`,
      });
    });
  });
}

/** The code with every `https://*.example.com` replaced by a loopback server of its own. */
async function served(code: string): Promise<string> {
  const hosts = new Set(code.match(/https:\/\/[\w.-]+\.example\.com/g));
  let text = code;
  for (const host of hosts) {
    const origin = origins.get(host) ?? (await startOrigin());
    origins.set(host, origin);
    text = text.replaceAll(host, origin.url);
  }
  return text;
}

beforeAll(async () => {
  await mkdir(generated, { recursive: true });
  folder = await mkdtemp(join(tmpdir(), 'snippets-'));
  for (const { name, code } of all) await writeFile(join(generated, name), `${await served(code)}\n`);
  if (all.length === 0) return;
  const config = { extends: '../../../../tsconfig.base.json', include: ['*.ts'] };
  await writeFile(join(generated, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, output } = await execute([tsc, '-p', '.', '--pretty', 'false'], generated);
  complaints = code === 0 ? [] : output.split('\n');
}, 60_000);

afterAll(async () => {
  await Promise.all([...origins.values()].map((origin) => origin.close()));
  for (const path of [folder, generated]) await rm(path, { recursive: true, force: true });
});

const run = all.filter(({ isRun }) => isRun);
const checkedOnly = all.filter(({ isRun }) => !isRun);
const count = `${run.length} TypeScript blocks run, ${checkedOnly.length} only checked, ${shell.length} shell blocks`;

describe(`documents: ${count}`, () => {
  it('are found', () => {
    console.log(
      `${count}${checkedOnly.map(({ document, line }) => `\n  only checked: ${document}:${line}`).join('')}`,
    );
    expect(paths).toContain('README.md');
  });

  it('have no type error outside a block', () => {
    expect(complaints.filter((line) => line.startsWith('error '))).toEqual([]);
  });

  it('name their languages so that no block escapes', () => {
    const escaping = /^(typescript|javascript|js|mjs|tsx|bash|shell|console|zsh)$/i;
    const blocksOf = paths.flatMap((document) => blocks(document));
    const marked = blocksOf.filter(({ marks }) =>
      marks.some((mark) => !['no-run', 'continued'].includes(mark)),
    );
    expect(blocksOf.filter(({ language }) => language === '' || escaping.test(language))).toEqual([]);
    expect(marked).toEqual([]);
  });

  // INVARIANT: a type error in a document is reported under the line of the document that has it.
  describe.each(all)('$document:$line', ({ document, name, isRun }) => {
    it('has the types it claims', () => {
      const own = complaints.filter((line) => line.startsWith(`${name}(`));
      expect(own.map((line) => line.replace(/^[^(]*\((\d+),(\d+)\)/, `${document}:$1:$2`))).toEqual([]);
    });

    if (!isRun) return;
    it('runs to its end', async () => {
      const { code, output } = await execute(['--conditions=@x/source', join(generated, name)], folder);
      expect(code, output).toBe(0);
    }, 30_000);
  });

  it.each(shell)('$document:$line names commands that exist', ({ code, marks }) => {
    expect(marks.includes('no-run') ? [] : faults(code)).toEqual([]);
  });
});
