// `npm run bench`: installs when needed, then runs the benchmarks from source. `-- --quick` for a look, `-- --check` for the limits.
import { install, node, run } from './workspace.mjs';

await install();
const bench = ['--conditions=@x/source', 'bench/main.ts', ...process.argv.slice(2)];
process.exitCode = (await run(node, bench, { inherit: true })).code;
