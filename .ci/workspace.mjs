// What the scripts in this folder share. Runs on Node >= 20 before anything is installed, so built-ins only.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pnpmVersion = '12.21.0';
const isWindows = process.platform === 'win32';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const bin = join(root, 'node_modules', '.bin');
// npm and npx run on the Node they came with, whose settings they read; npm puts the workspace's Node before it.
const outerPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
  .join(delimiter);
/** The Node that everything of ours runs on, whatever started the script. */
export const node = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
/** Reports of the last run. Under node_modules, so neither git nor the checks see them. */
export const reports = join(root, 'node_modules', '.cache', 'reports');

/** Folders with a package.json of their own, the root included. */
export function members() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
  return ['.', ...packages, 'examples', 'bench', 'tests', 'docs'].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

/**
 * Runs a command in the workspace. Resolves to its exit code, its output (when not inherited) and the seconds it took;
 * never rejects.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ inherit?: boolean, cwd?: string, timeout?: number, env?: Record<string, string> }} [options] timeout in milliseconds
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export function run(command, parameters, options = {}) {
  const started = performance.now();
  const child = spawn(command, parameters, {
    cwd: options.cwd ?? root,
    env: {
      ...process.env,
      PATH: ['npm', 'npx'].includes(command) ? outerPath : `${bin}${delimiter}${outerPath}`,
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      DO_NOT_TRACK: '1',
      TURBO_TELEMETRY_DISABLED: '1',
      ...options.env,
    },
    stdio: options.inherit === true ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    ...(options.timeout === undefined ? {} : { timeout: options.timeout, killSignal: 'SIGKILL' }),
    // npm and npx are .cmd files on Windows, and those start in a shell only.
    shell: isWindows && ['npm', 'npx'].includes(command),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  return new Promise((resolve) => {
    const settle = (/** @type {number} */ code) =>
      resolve({ code, output, seconds: (performance.now() - started) / 1000 });
    child.once('error', (error) => {
      output += `${command}: ${error.message}\n`;
      settle(127);
    });
    child.once('close', (code, signal) => {
      if (signal !== null) output += `${command} was ended by ${signal}\n`;
      settle(code ?? 1);
    });
  });
}

/**
 * Runs the pinned pnpm, which need not be installed.
 * @param {readonly string[]} parameters
 * @param {Parameters<typeof run>[2]} [options]
 */
export function pnpm(parameters, options) {
  return run('npx', ['--yes', `pnpm@${pnpmVersion}`, ...parameters], options);
}

/**
 * Runs a program that calls `pnpm` by itself, and has it find the pinned one.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {Parameters<typeof run>[2]} [options]
 */
export function withPnpm(command, parameters, options) {
  return run('npx', ['--yes', `--package=pnpm@${pnpmVersion}`, '--', command, ...parameters], options);
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${pnpmVersion}\n`);
  const manifests = members().map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** Installs what the lockfile says, unless that is what is there. Resolves to whether it is; when not, it has said why. */
export async function install() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    console.log(`Node >= 20 is needed to set up the workspace, this is ${process.version}.`);
    return false;
  }
  const stamp = join(root, 'node_modules', '.installed');
  const expected = fingerprint();
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === expected) return true;

  console.log(`Installing the workspace with pnpm ${pnpmVersion} (once, takes a moment) ...`);
  const install = () => pnpm(['install', '--frozen-lockfile'], { timeout: 600_000, env: { CI: 'true' } });
  let result = await install();
  // A registry that hiccups once should not cost the whole run; a wrong lockfile fails twice in a second.
  if (result.code !== 0) result = await install();
  if (result.code !== 0 || !existsSync(node)) {
    console.log(result.output);
    console.log(`The install failed with exit code ${result.code}.`);
    console.log(
      'After a change of the catalog or of a package.json, `node .ci/pnpm.mjs install` writes the lockfile anew.',
    );
    return false;
  }
  writeFileSync(stamp, expected);
  console.log(`Installed in ${result.seconds.toFixed(1)} s.\n`);
  return true;
}

/**
 * Writes a report as JSON for a later step.
 * @param {string} name
 * @param {unknown} content
 */
export function report(name, content) {
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, name), JSON.stringify(content, undefined, 2));
}
