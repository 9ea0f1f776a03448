// `npm run typecheck`: tsc over every project, tests, type tests and examples included, without a build.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { members, node, root, run } from './workspace.mjs';

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** Every folder that has a tsconfig.json and a TypeScript file. */
export function projects() {
  return members().filter(
    (folder) =>
      existsSync(join(root, folder, 'tsconfig.json')) &&
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).some(
        (file) => file.endsWith('.ts') && !file.includes('node_modules'),
      ),
  );
}

/** Checks all projects. Resolves to their number and what the compiler said, which is empty when all is well. */
export async function typecheck() {
  const folders = projects();
  const outputs = [];
  for (const folder of folders) {
    const build = join(folder, 'tsconfig.build.json');
    let { code, output } = await run(node, [tsc, '-p', folder]);
    if (code === 0 && existsSync(join(root, build))) {
      // What the build would refuse, declarations included; resolved from source, so that nothing needs a build first.
      const flags = ['--noEmit', '--customConditions', '@x/source', '--rootDir', '.'];
      ({ code, output } = await run(node, [tsc, '-p', build, ...flags]));
    }
    if (code !== 0) outputs.push(output);
  }
  return { projects: folders.length, output: outputs.join('\n') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { projects: count, output } = await typecheck();
  if (output === '') console.log(`${count} projects, no errors.`);
  else console.error(output);
  process.exitCode = output === '' ? 0 : 1;
}
