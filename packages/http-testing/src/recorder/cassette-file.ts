import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { CassetteError } from './cassette-error.ts';
import type { Entry } from './entry.ts';
import { parseExactJson } from './exact-json.ts';

/** The version of the format that this package writes and reads. */
const version = 1;

/** The entries of a cassette; `undefined` when there is no such file. `CassetteError` for a file that is no cassette. */
export function readCassette(path: string): readonly Entry[] | undefined {
  let text: string;
  try {
    // At once: a replay under a virtual clock must not wait for a disk that is not on that clock.
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return undefined;
    throw new CassetteError(`The cassette ${path} cannot be read`, { cause });
  }
  let content: { version?: unknown; entries?: unknown } | null;
  try {
    content = parseExactJson(text) as typeof content;
  } catch (cause) {
    throw new CassetteError(`The cassette ${path} is not JSON`, { cause });
  }
  if (content?.version !== version) {
    const found = typeof content?.version === 'number' ? String(content.version) : 'none';
    throw new CassetteError(
      `The cassette ${path} has version ${found}; this recorder reads version ${version}`,
    );
  }
  if (Array.isArray(content.entries) && content.entries.every(isEntry)) return content.entries;
  throw new CassetteError(`The cassette ${path} has an entry without a request or a response`);
}

/** Every option that a polluted prototype could answer instead. */
const writing = { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false, signal: undefined } as const;

/** Replaces the file as a whole: whoever reads it meets the old one or the new one, never half of one. */
export async function writeCassette(path: string, entries: readonly Entry[]): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o777 });
    await writeFile(temporary, `${JSON.stringify({ version, entries }, undefined, 2)}\n`, writing);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new CassetteError(`The cassette ${path} cannot be written`, { cause });
  }
}

function isEntry(value: unknown): value is Entry {
  const { request, response } = (value ?? {}) as Partial<Entry>;
  return (
    typeof request?.method === 'string' &&
    URL.canParse(request.url) &&
    isObject(request.headers) &&
    Number.isInteger(response?.status) &&
    isObject(response?.headers)
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
