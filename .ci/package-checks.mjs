// The second half of `.ci/run`: the packages as they would be published. Prints one line a check, and last the count with npm test's added.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { installPacked } from '../tests/packed/install-packed.mjs';
import { build, isBuilt, packageFolders } from './build.mjs';
import { projects } from './typecheck.mjs';
import { bin, install, node, reports, root, run } from './workspace.mjs';

/** @typedef {{ code: number, output: string }} Outcome */

const total = { passed: 0, failed: 0 };

/**
 * Runs a check and counts it. A check that throws has failed.
 * @param {string} name
 * @param {() => Promise<Outcome>} action
 */
async function check(name, action) {
  const started = performance.now();
  /** @type {Outcome} */
  const { code, output } = await action().catch((error) => ({ code: 1, output: String(error) }));
  const isPassed = code === 0;
  total[isPassed ? 'passed' : 'failed'] += 1;
  console.log(
    `${isPassed ? 'passed' : 'FAILED'}  ${name}  ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (!isPassed) console.log(output.trimEnd().replace(/^/gm, '    '));
}

/** Outcomes of several runs as one: fails when one does, and says what those said. */
function combine(/** @type {readonly Outcome[]} */ outcomes) {
  const failed = outcomes.filter(({ code }) => code !== 0);
  return { code: failed.length === 0 ? 0 : 1, output: failed.map(({ output }) => output).join('\n') };
}

/** @param {string} version a folder of tests/node_modules, or nothing for the workspace's own */
function tscOf(version) {
  return version === ''
    ? join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    : join(root, 'tests', 'node_modules', `typescript-${version}`, 'bin', 'tsc');
}

async function publishedPackages() {
  const { folder, packages } = await installPacked();
  try {
    for (const { name, tarball } of packages) {
      await check(`publint ${name}`, () => run(join(bin, 'publint'), ['run', '--strict', tarball]));
      await check(`attw ${name}`, () =>
        run(join(bin, 'attw'), [tarball, '--profile', 'esm-only', '--no-color']),
      );
    }
    const entries = packages.flatMap((packed) => packed.entries);
    const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
    const names = entries.map((_, index) => `entry${index}`).join(', ');
    const consumer = [
      ...imports,
      `for (const entry of [${names}]) console.log(Object.keys(entry).join(' '));`,
      'const expected = process.argv[2] ?? process.version;',
      'if (!process.version.startsWith(expected)) throw new Error(`${process.version} is not ${expected}`);',
      '',
    ];
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
    );
    writeFileSync(join(folder, 'consumer.ts'), consumer.join('\n'));
    writeFileSync(join(folder, 'consumer.mjs'), consumer.join('\n'));
    const flags =
      '--noEmit --strict --target es2022 --module nodenext --types node --exactOptionalPropertyTypes'.split(
        ' ',
      );
    for (const version of ['', '6.0', '5.9']) {
      await check(`packed packages compile with TypeScript ${version === '' ? '7' : version}`, () =>
        run(node, [tscOf(version), ...flags, 'consumer.ts'], { cwd: folder }),
      );
    }
    await check('packed packages load on Node 24', () =>
      run(node, ['consumer.mjs', 'v24.'], { cwd: folder }),
    );
    for (const version of ['22.19.0', '26.10.0']) {
      await check(`packed packages load on Node ${version}`, () =>
        run('npx', ['--yes', `--package=node@${version}`, '--', 'node', 'consumer.mjs', `v${version}`], {
          cwd: folder,
          timeout: 300_000,
        }),
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!(await install())) {
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}
console.log('\nPackages');
await check('build from clean', () => build(['--force', '--output-logs=errors-only']));
for (const folder of packageFolders()) {
  await check(`${folder} is built`, async () => ({
    code: isBuilt(folder) ? 0 : 1,
    output: 'dist has no index',
  }));
}
await publishedPackages().catch((error) => check('pack', () => Promise.reject(error)));
for (const version of ['6.0', '5.9']) {
  await check(`sources and type tests compile with TypeScript ${version}`, async () =>
    combine(
      await Promise.all(
        projects()
          .filter((folder) => folder.startsWith('packages'))
          .map((folder) => run(node, [tscOf(version), '-p', folder])),
      ),
    ),
  );
}
await check('knip', () => run(join(bin, 'knip'), ['--no-config-hints']));
await check('sherif', () => run(join(bin, 'sherif'), ['--fail-on-warnings']));
await check('changesets', () => run(join(bin, 'changeset'), ['status']));
await check('demo', () => run('npm', ['run', '--silent', 'demo'], { timeout: 120_000 }));

const tests = join(reports, 'test.json');
const counted = existsSync(tests) ? JSON.parse(readFileSync(tests, 'utf8')) : { passed: 0, failed: 1 };
const passed = total.passed + counted.passed;
const failed = total.failed + counted.failed;
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
