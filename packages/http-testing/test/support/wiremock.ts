import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** Set where Java must be there: without it the tests then fail instead of being skipped. */
export const isRequired: boolean = process.env['REQUIRE_WIREMOCK'] === '1';

/** The file of Java; `undefined` where it is not installed. */
export const java: string | undefined = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'java'))
  .find(isExecutable);

/** WireMock as other people run it, in a process of its own. */
export interface WireMock extends AsyncDisposable {
  readonly url: string;
  /** Has it answer that path so; the body is the `response` of a stub mapping. */
  stub(path: string, response: object): Promise<void>;
}

/** Starts WireMock on a free port; needs some seconds. */
export async function startWireMock(program: string): Promise<WireMock> {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('wiremock/package.json')), 'build');
  const jar = readdirSync(folder).find((name) => name.endsWith('.jar')) ?? '';
  const parameters = ['-Xshare:auto', '-XX:TieredStopAtLevel=1', '-jar', join(folder, jar), '--port', '0'];
  const child = spawn(program, [...parameters, '--bind-address', '127.0.0.1', '--disable-banner'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = `http://127.0.0.1:${await portOf(child)}`;
  return {
    url,
    async stub(path, response) {
      const body = JSON.stringify({ request: { urlPath: path }, response });
      const { status } = await fetch(`${url}/__admin/mappings`, { method: 'POST', body });
      if (status !== 201) throw new Error(`WireMock refused the stub for ${path} with ${status}`);
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The port that it says it listens on. */
async function portOf(child: ChildProcess): Promise<number> {
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  const said: string[] = [];
  child.stderr?.on('data', (text: Buffer) => said.push(text.toString()));
  for await (const line of lines) {
    said.push(line);
    const port = /port:?\s+(\d+)/.exec(line)?.[1];
    if (port !== undefined) {
      // Or its pipe would fill up.
      child.stdout?.resume();
      return Number(port);
    }
  }
  throw new Error(`WireMock did not start: ${said.join('\n').slice(0, 2_000)}`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
