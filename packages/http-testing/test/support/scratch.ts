import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** The path of a file in a folder that goes when the test is over. */
export async function scratchFile(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'http-testing-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, name);
}
