import { execFile } from 'node:child_process';
import { join } from 'node:path';

import { root } from '../../structure/repository.ts';

/** Builds the site into that folder; rejects with what the build said when it fails, for a link that leads nowhere too. */
export function buildSite(folder: string): Promise<void> {
  const vitepress = join(root, 'docs', 'node_modules', 'vitepress', 'bin', 'vitepress.js');
  const { PATH, HOME } = process.env;
  const options = { cwd: root, timeout: 120_000, env: { PATH, HOME, NO_COLOR: '1' } };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [vitepress, 'build', 'docs', '--outDir', folder],
      options,
      (error, out, said) => {
        if (error === null) resolve();
        else reject(new Error(`the site cannot be built\n${out}${said}`));
      },
    );
  });
}
