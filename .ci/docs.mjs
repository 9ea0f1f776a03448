// `npm run docs`: installs when needed, then builds the site of docs into docs/.vitepress/dist, without a network. `-- --dev` serves it
// while you write, `-- --preview` serves what was built, `-- --generate` writes the parts of docs/errors.md that are made from the classes.
import { join } from 'node:path';

import { install, node, root, run } from './workspace.mjs';

if (!(await install())) process.exit(1);
const flags = process.argv.slice(2);
const modes = ['--dev', '--preview', '--generate'];
const mode = modes.find((flag) => flags.includes(flag));
const rest = flags.filter((flag) => flag !== mode);

const vitepress = join(root, 'docs', 'node_modules', 'vitepress', 'bin', 'vitepress.js');
const parameters =
  mode === '--generate'
    ? ['--conditions=@x/source', join('tests', 'docs', 'write-errors-reference.ts')]
    : [vitepress, mode?.slice(2) ?? 'build', 'docs'];
process.exitCode = (await run(node, [...parameters, ...rest], { inherit: true })).code;
