// `npm run build`: builds every package into an empty dist, so that nothing of a file that is gone gets published.
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { members, pnpm, root } from './workspace.mjs';

/** Folders of all packages, the private template included: what copies it gets published. */
export function packageFolders() {
  return members().filter((folder) => dirname(folder) === 'packages');
}

/**
 * @param {readonly string[]} flags for turbo
 * @param {Parameters<typeof pnpm>[1]} [options]
 */
export function build(flags, options) {
  for (const folder of packageFolders()) rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
  return pnpm(['exec', 'turbo', 'run', 'build', ...flags], options);
}

/** Whether a package has everything built that it exports. */
export function isBuilt(/** @type {string} */ folder) {
  return (
    existsSync(join(root, folder, 'dist', 'index.js')) && existsSync(join(root, folder, 'dist', 'index.d.ts'))
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await build(process.argv.slice(2), { inherit: true })).code;
}
