// `npm run bench`: installs when needed, builds the packages and measures them as they are published. `-- --quick` for a look, from source;
// `-- --check` for the budgets; `-- --report` writes the documents anew from the results that are there.
import { build } from './build.mjs';
import { install, node, run } from './workspace.mjs';

const flags = process.argv.slice(2);
if (!(await install())) process.exit(1);
const needsBuild = !flags.includes('--quick') && !flags.includes('--report') && !flags.includes('--source');
const { code, output } = needsBuild ? await build(['--output-logs=errors-only']) : { code: 1, output: '' };
if (needsBuild && code !== 0) {
  console.log(`${output}\nThe packages cannot be built; measuring them from source, without start and size.`);
}
const bench = ['bench/main.ts', ...flags, ...(code === 0 ? ['--built'] : [])];
process.exitCode = (await run(node, bench, { inherit: true })).code;
