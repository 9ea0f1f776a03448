// `npm run demo`: installs when needed, then runs the demo from source.
import { install, node, run } from './workspace.mjs';

if (!(await install())) process.exit(1);
const demo = ['--conditions=@x/source', 'examples/demo/main.ts', ...process.argv.slice(2)];
process.exitCode = (await run(node, demo, { inherit: true })).code;
