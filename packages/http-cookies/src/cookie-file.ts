import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm } from 'node:fs/promises';

import { Cookie } from 'tough-cookie';

/** The cookies in a file of ours, in their order; none when there is no file. Throws when it is something else. */
export async function readCookieFile(path: string): Promise<Cookie[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return parse(text, path).flatMap((one) => Cookie.fromJSON(one) ?? []);
}

function parse(text: string, path: string): readonly unknown[] {
  try {
    const { version, cookies } = JSON.parse(text) as { version?: unknown; cookies?: unknown };
    if (version === 1 && Array.isArray(cookies)) return cookies;
  } catch {
    // The message would quote the file, which holds secrets.
  }
  // Not taken for an empty one, or the next write would destroy what it is.
  throw new Error(`${path} is not a cookie file of version 1; move it away, or give the store another path`);
}

/**
 * Replaces the file in one step: whoever reads it, and whatever happens meanwhile, it is whole, the old or the new. Only its
 * owner may read it.
 */
export async function writeCookieFile(path: string, cookies: readonly Cookie[]): Promise<void> {
  const lines = cookies.map((cookie) => JSON.stringify(cookie));
  const text = `{"version":1,"cookies":[\n${lines.join(',\n')}\n]}\n`;
  // A link stays a link.
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
