import { join } from 'node:path';

import { node, root, run } from '../../.ci/workspace.mjs';
import { bundle } from '../browser/bundle.ts';
import { check, type Outcome } from './check.ts';
import type { Consumer } from './consumer.ts';
import type { Published } from './release.ts';

const nodes = ['22.19.0', '24', '26.10.0'];
const compilers = ['5.9', '6.0', '7'];
const resolutions = {
  nodenext: ['--module', 'nodenext'],
  // The declarations themselves are checked once, that is enough.
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck'],
};
const strict = '--noEmit --strict --exactOptionalPropertyTypes --target es2022 --types node'.split(' ');

/** Checks a project that has every package: that each entry loads on each Node, and that all the code compiles everywhere. */
export async function checkEverything(
  consumer: Consumer,
  packages: readonly Published[],
  documents: readonly string[],
): Promise<void> {
  const entries = packages.flatMap((published) => published.entries);
  consumer.write(
    'import.mjs',
    loading(entries, (entry) => `await import('${entry}')`),
  );
  consumer.write(
    'require.cjs',
    loading(entries, (entry) => `require('${entry}')`),
  );
  for (const version of nodes) {
    const command = await nodeOf(version);
    for (const script of ['import.mjs', 'require.cjs']) {
      await check(`every entry loads on Node ${version} by ${script.split('.')[0]}`, () =>
        consumer.node([script, `v${version}.`.replace(/\.\d+\.$/, '.')], command),
      );
    }
  }
  await check('core in a bundle for browsers holds no got and nothing of Node', async () => {
    const source = { folder: consumer.folder, conditions: [] };
    const { inputs, imports } = await bundle(`export * from '@x/http-core'`, undefined, source);
    const strays = [...imports, ...inputs.filter((path) => !path.includes('/@x/http-core/dist/'))];
    return { code: strays.filter((path) => path !== '<stdin>').length, output: strays.join('\n') };
  });
  const names = entries.map((_, index) => `entry${index}`);
  const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
  consumer.write('entries.ts', `${imports.join('\n')}\nconsole.log(${names.join(', ')});\n`);
  for (const version of compilers) {
    for (const [name, flags] of Object.entries(resolutions)) {
      await check(`entries and READMEs compile with TypeScript ${version}, ${name}`, () =>
        consumer.node([compiler(version), ...strict, ...flags, 'entries.ts', ...documents]),
      );
    }
  }
}

/** A script that loads all entries one after the other and looks whether it runs on the Node it is meant to. */
function loading(entries: readonly string[], load: (entry: string) => string): string {
  return [
    `const expected = process.argv[2];`,
    'if (!process.version.startsWith(expected)) throw new Error(`${process.version} is not ${expected}`);',
    ...entries.map(
      (entry) => `if (Object.keys(${load(entry)}).length === 0) throw new Error('${entry} is empty');`,
    ),
    '',
  ].join('\n');
}

/** The program of a version of Node: the workspace's, or one that the npm package `node` brings. */
async function nodeOf(version: string): Promise<string> {
  if (version === '24') return node;
  const print = ['node', '-e', 'console.log(process.execPath)'];
  const { output }: Outcome = await run('npx', ['--yes', `--package=node@${version}`, '--', ...print], {
    timeout: 300_000,
  });
  return output.trim().split('\n').at(-1) ?? '';
}

function compiler(version: string): string {
  const folder = version === '7' ? root : join(root, 'tests');
  return join(folder, 'node_modules', version === '7' ? 'typescript' : `typescript-${version}`, 'bin', 'tsc');
}
