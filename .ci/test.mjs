// `npm test`: installs when needed, then format, lint, types and every test; ends with a summary of counts.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { typecheck } from './typecheck.mjs';
import { bin, install, node, report, reports, root, run } from './workspace.mjs';

const summary = 'test.json';
rmSync(join(reports, summary), { force: true });
if (!(await install())) process.exit(1);

/** @type {{ name: string, passed: number, failed: number, skipped: number, note: string }[]} */
const lines = [];

/**
 * A check that either holds or not; what it said is printed when it does not.
 * @param {string} name
 * @param {() => Promise<{ isOk: boolean, output: string, note?: string }>} check
 */
async function check(name, check) {
  const started = performance.now();
  const { isOk, output, note } = await check();
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.log(`${name.padEnd(8)}${isOk ? 'passed' : 'FAILED'}  ${seconds}`);
  if (!isOk) console.log(`\n${output.trimEnd()}\n`);
  lines.push({ name, passed: isOk ? 1 : 0, failed: isOk ? 0 : 1, skipped: 0, note: note ?? '' });
}

/** Runs vitest and counts from its JSON report, because its exit code alone says nothing about how many. */
async function tests() {
  const file = join(reports, 'vitest.json');
  rmSync(file, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const parameters = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run(node, parameters, { inherit: true, timeout: 1_800_000 });
  const counts = { name: 'tests', passed: 0, failed: 0, skipped: 0, note: '' };
  if (existsSync(file)) {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    counts.passed = result.numPassedTests;
    counts.failed = result.numFailedTests;
    counts.skipped = result.numPendingTests + result.numTodoTests;
    counts.note = `in ${result.testResults.length} files`;
    // A file that cannot be loaded fails without a test of its own.
    counts.failed += result.testResults.filter(
      (/** @type {{ status: string, assertionResults: { status: string }[] }} */ suite) =>
        suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed'),
    ).length;
  }
  // An unhandled rejection or a crash fails the run while every test passed.
  if (code !== 0 && counts.failed === 0) Object.assign(counts, { failed: 1, note: `exit code ${code}` });
  lines.push(counts);
}

await check('format', async () => {
  const { code, output } = await run(join(bin, 'oxfmt'), ['--check']);
  return { isOk: code === 0, output: `${output}\nnpm run format cures it.` };
});
await check('lint', async () => {
  const { code, output } = await run(join(bin, 'oxlint'), []);
  return { isOk: code === 0, output };
});
await check('types', async () => {
  const { projects, output } = await typecheck();
  return { isOk: output === '', output, note: `${projects} projects` };
});
await tests();

console.log('\nSummary');
for (const { name, passed, failed, skipped, note } of lines) {
  const more = [skipped > 0 ? `${skipped} skipped` : '', note].filter((part) => part !== '').join(', ');
  console.log(`  ${name.padEnd(8)}${passed} passed, ${failed} failed${more === '' ? '' : ` (${more})`}`);
}
const passed = lines.reduce((sum, line) => sum + line.passed, 0);
const failed = lines.reduce((sum, line) => sum + line.failed, 0);
console.log(`  ${'all'.padEnd(8)}${passed} passed, ${failed} failed`);
report(summary, { passed, failed });
process.exitCode = failed === 0 ? 0 : 1;
