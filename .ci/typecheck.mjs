// `npm run typecheck`: tsc over every project, tests, type tests and examples included, without a build.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { members, node, root, run } from './workspace.mjs';

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** Every folder that has a tsconfig.json and a TypeScript file. */
function projects() {
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
  const parameters = projects().flatMap((folder) => {
    const build = join(folder, 'tsconfig.build.json');
    // What the build would refuse, declarations included; resolved from source, so that nothing needs a build first.
    const declarations = ['-p', build, '--noEmit', '--customConditions', '@x/source', '--rootDir', '.'];
    return [['-p', folder], ...(existsSync(join(root, build)) ? [declarations] : [])];
  });
  const outputs = [];
  for (const parameter of parameters) {
    const { code, output } = await run(node, [tsc, ...parameter]);
    if (code !== 0) outputs.push(`tsc ${parameter.join(' ')}\n${output}`);
  }
  return { projects: parameters.length, output: outputs.join('\n') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { projects: count, output } = await typecheck();
  if (output === '') console.log(`${count} projects, no errors.`);
  else console.error(output);
  process.exitCode = output === '' ? 0 : 1;
}
