// `npm run demo`: installs when needed, then runs the demo from source.
import { install, node, run } from './workspace.mjs';

await install();
const demo = ['--conditions=@x/source', 'examples/demo/main.ts', ...process.argv.slice(2)];
process.exitCode = (await run(node, demo, { inherit: true })).code;
