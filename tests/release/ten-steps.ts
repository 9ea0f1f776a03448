// Follows "Add a plugin in ten steps" of CONTRIBUTING.md in a clone, block by block. Prints a line a step.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { report } from '../../.ci/workspace.mjs';
import { check, counts, type Outcome } from '../packed/check.ts';
import { Clone } from '../packed/clone.ts';
import { type Block, blocks, root } from '../snippets/blocks.ts';

const document = 'CONTRIBUTING.md';
const lines = readFileSync(join(root, document), 'utf8').split('\n');
/** The lines where the steps begin, from 1. */
const steps = lines.flatMap((line, index) => (/^### \d+\. /.test(line) ? [index + 1] : []));

/** Does what a block says: a script is run, a patch applied, a table's row added to the table of packages. */
async function follow(clone: Clone, { language, code, line }: Block): Promise<Outcome> {
  switch (language) {
    case 'sh':
      return clone.run('bash', ['-euo', 'pipefail', '-c', code]);
    case 'diff':
      writeFileSync(join(clone.folder, 'node_modules', '.patch'), `${code}\n`);
      return clone.run('git', ['apply', '--verbose', join('node_modules', '.patch')]);
    case 'md':
      addRow(join(clone.folder, 'README.md'), code);
      return { code: 0, output: '' };
    default:
      return { code: 1, output: `${document}:${line}: nobody knows what to do with ${language}` };
  }
}

function addRow(readme: string, row: string): void {
  const text = readFileSync(readme, 'utf8');
  const last = [...text.matchAll(/^\| `@x\/[\w-]+`.*\n/gm)].at(-1);
  if (last === undefined) throw new Error('the README has no table of packages');
  const end = last.index + last[0].length;
  writeFileSync(readme, `${text.slice(0, end)}${row}\n${text.slice(end)}`);
}

await check('there are ten steps', async () => ({
  code: steps.length === 10 ? 0 : 1,
  output: `${steps.length}`,
}));
using clone = await Clone.create();
for (const [index, start] of steps.entries()) {
  const end = steps[index + 1] ?? Infinity;
  const own = blocks(document).filter(({ line }) => line > start && line < end);
  const isDone = await check(`step ${lines[start - 1]?.replace('### ', '')}`, async () => {
    for (const block of own) {
      const outcome = await follow(clone, block);
      if (outcome.code !== 0) return outcome;
    }
    return { code: own.length === 0 ? 1 : 0, output: 'a step without anything to do' };
  });
  if (!isDone) break;
}
report('ten-steps.json', counts);
process.exitCode = counts.failed === 0 ? 0 : 1;
