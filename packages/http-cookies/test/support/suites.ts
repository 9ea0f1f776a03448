import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))));
const suites = join(dirname(root), 'shared', 'suites');

/** The text of a file of the outside test data, which stands beside the repository; `undefined` when it is not there. */
export function suiteFile(path: string): string | undefined {
  const absolute = join(suites, path);
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
}

/** For the name of a skipped test: which data it needs and where it was looked for. */
export function missing(path: string): string {
  return `, skipped: ../shared/suites/${path} is absent`;
}
