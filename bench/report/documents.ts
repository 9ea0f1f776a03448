import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { figures, performanceDocument, withFigures } from './markdown.ts';
import type { Results } from './results.ts';
import { performancePlot } from './svg.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The file that the documents are made of. */
export const resultsFile: string = join(root, 'bench', 'results', 'latest.json');

/** Everything that is made of the results, by its path from the root. */
export function documents(results: Results, readme: string): Readonly<Record<string, string>> {
  return {
    'docs/performance.md': performanceDocument(results),
    'docs/performance.svg': performancePlot(results),
    'README.md': withFigures(readme, figures(results)),
  };
}

export function readResults(): Results {
  return JSON.parse(readFileSync(resultsFile, 'utf8')) as Results;
}

/** Writes the documents anew from the results on disk. */
export function writeDocuments(): void {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const [path, text] of Object.entries(documents(readResults(), readme))) {
    writeFileSync(join(root, path), text);
  }
}
