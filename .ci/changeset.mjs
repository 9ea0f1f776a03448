// `npm run changeset`: changesets with the pinned pnpm in reach, with which it formats, packs and publishes.
import { join } from 'node:path';

import { node, root, withPnpm } from './workspace.mjs';

const changesets = join(root, 'node_modules', '@changesets', 'cli', 'bin.js');
process.exitCode = (await withPnpm(node, [changesets, ...process.argv.slice(2)], { inherit: true })).code;
