import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { read, root } from '../structure/repository.ts';

interface Manifest {
  readonly publishConfig: { readonly exports: object; readonly imports?: object };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Puts a package where npm would, types stripped, with what it asks for and nothing else. */
function install(name: string, folder: string): void {
  const source = `packages/${name.replace('@x/', '')}`;
  const target = join(folder, 'node_modules', name);
  const manifest = JSON.parse(read(`${source}/package.json`)) as Manifest;
  for (const path of readdirSync(join(root, source, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const code = stripTypeScriptTypes(readFileSync(join(root, source, 'src', path), 'utf8'));
    const file = join(target, 'dist', path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code.replaceAll(/(['"]\.[^'"\n]*)\.ts(['"])/g, '$1.js$2'));
  }
  const { exports, imports } = manifest.publishConfig;
  const published = { name, type: 'module', exports, imports };
  writeFileSync(join(target, 'package.json'), JSON.stringify(published));
  for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    if (dependency.startsWith('@x/')) install(dependency, folder);
    else {
      const link = join(folder, 'node_modules', dependency);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(realpathSync(join(root, source, 'node_modules', dependency)), link, 'junction');
    }
  }
}

const script = `
import { registerHooks } from 'node:module';
const packages = new Set();
registerHooks({
  load(url, context, next) {
    const names = [...url.matchAll(/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//g)].map(([, name]) => name);
    if (names.length > 0) packages.add(names.at(-1));
    return next(url, context);
  },
});
await import(process.argv[2]);
console.log(JSON.stringify([...packages].toSorted()));
`;

it.each([
  ['@x/http-core', []],
  ['@x/http-typebox', ['typebox']],
  ['@x/http-zod', ['zod']],
  ['@x/http-standard-schema', []],
])('%s, installed alone, comes with no library but its own', (name, own) => {
  const folder = mkdtempSync(join(tmpdir(), 'alone-'));
  folders.push(folder);
  install(name, folder);
  writeFileSync(join(folder, 'main.mjs'), script);
  const output = execFileSync(process.execPath, ['main.mjs', name], { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([...new Set(['@x/http-core', name, ...own])].toSorted());
  const libraries = new Set(['typebox', 'zod', 'valibot', 'arktype']);
  const installed = readdirSync(join(folder, 'node_modules'));
  expect(installed.filter((entry) => libraries.has(entry))).toEqual(own);
});
