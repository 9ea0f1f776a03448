import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const source = new URL('../../src/', import.meta.url).href;

export interface RunModuleOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds that the process may take. */
  readonly limit?: number;
}

/** Runs a module with `createClient` at hand in a process of its own; resolves with what it printed when it has ended by itself. */
export async function runModule(
  script: string,
  { environment, limit = 8_000 }: RunModuleOptions = {},
): Promise<string> {
  const module = `import { createClient } from '${source}create-client.ts';\n${script}`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@x/source', '--expose-gc', '--input-type=module', '--eval', module],
    { timeout: limit, env: { ...process.env, ...environment } },
  );
  return stdout.trim();
}
