import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './blocks.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const published = new Set(readdirSync(join(root, 'packages')).map((folder) => `@x/${folder}`));
const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');

/**
 * What is wrong with a shell block, or nothing. Commands are not run, since installing and testing inside a test would not end: bash
 * checks the syntax, and every script, package and path that a command names must exist.
 */
export function faults(code: string): readonly string[] {
  try {
    execFileSync('bash', ['-n'], { input: code, stdio: ['pipe', 'ignore', 'pipe'] });
  } catch (error) {
    return [String(error)];
  }
  const commands = code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(/&&|\|\||;|\|/))
    .map((command) => command.trim())
    .filter((command) => command !== '');
  return commands.flatMap(commandFaults);
}

function commandFaults(command: string): readonly string[] {
  const words = command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
  const [program = '', verb = '', ...rest] = words;
  const names = rest.filter((word) => !word.startsWith('-'));
  if (['npm', 'pnpm', 'yarn'].includes(program) && ['add', 'install', 'i'].includes(verb)) {
    return names
      .filter((name) => !isPackage(name))
      .map((name) => `${name} is no package of ours or of the catalog`);
  }
  if (program === 'npm' && (verb === 'run' || verb === 'test')) {
    const script = verb === 'test' ? 'test' : (names[0] ?? '');
    return script in manifest.scripts ? [] : [`there is no script called ${script}`];
  }
  if (['node', 'npx', 'bash', 'cd', 'git', 'export'].includes(program)) {
    const paths = words.filter((word) => /^[\w.-]+(\/[\w.-]+)+$/.test(word) && program !== 'git');
    return paths.filter((path) => !existsSync(join(root, path))).map((path) => `${path} does not exist`);
  }
  return [`${program} is not a command this check knows; mark the block no-run if it is meant`];
}

function isPackage(name: string): boolean {
  return published.has(name) || new RegExp(`^ {2}'?${name.replaceAll('.', '\\.')}'?: `, 'm').test(catalog);
}
