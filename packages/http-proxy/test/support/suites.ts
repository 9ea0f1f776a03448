import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../../shared/suites/no_proxy/', import.meta.url);

/** A table that others have made; `undefined`, with the reason in the log, where it is not at hand. */
export function readSuite<T>(name: string): T | undefined {
  const file = new URL(name, folder);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  // oxlint-disable-next-line no-console -- a skipped suite must be seen
  console.warn(`skipped: ../shared/suites/no_proxy/${name} is not there`);
  return undefined;
}
