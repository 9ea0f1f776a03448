// The second half of `.ci/run`: the packages as they would be published. Prints one line a check, and last the count with npm test's added.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

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

/** @param {string} version one that the tests bring beside the workspace's own */
function tscOf(version) {
  return join(root, 'tests', 'node_modules', `typescript-${version}`, 'bin', 'tsc');
}

/** Whether what this branch changes in packages is described. A checkout that has no main to compare with says so. */
async function changesets() {
  for (const base of ['main', 'origin/main']) {
    const { code } = await run('git', ['rev-parse', '--verify', '--quiet', `${base}^{commit}`]);
    if (code !== 0) continue;
    await check('changesets', () => run(join(bin, 'changeset'), ['status', `--since=${base}`]));
    return;
  }
  console.log('skipped changesets: there is no main here to compare with');
}

/** Runs checks that print their own lines, and adds what they counted. */
async function countedChecks(/** @type {string} */ script, /** @type {string} */ summary) {
  rmSync(join(reports, summary), { force: true });
  await run(node, [script], { inherit: true, timeout: 900_000 });
  const counted = countsOf(summary);
  total.passed += counted.passed;
  total.failed += counted.failed;
}

/** The counts that another program left, one failure when it left none. */
function countsOf(/** @type {string} */ summary) {
  const file = join(reports, summary);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1 };
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
await countedChecks('tests/packed/main.ts', 'packed.json');
await countedChecks('tests/release/ten-steps.ts', 'ten-steps.json');
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
await changesets();
await check('demo', () => run('npm', ['run', '--silent', 'demo'], { timeout: 120_000 }));

const counted = countsOf('test.json');
const passed = total.passed + counted.passed;
const failed = total.failed + counted.failed;
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
