import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** An example as a process of its own. */
export interface RunningExample extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Everything printed so far, on both streams. */
  output(): string;
  /** Settles when the pattern stands in the output, with its first group; rejects when the process ends without. */
  until(pattern: RegExp): Promise<string>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts `examples/<name>/main.ts` as its README says, with nothing in its environment but what is given. */
export function runExample(
  name: string,
  env: Readonly<Record<string, string>> = {},
  parameters: readonly string[] = [],
): RunningExample {
  const { PATH, HOME } = process.env;
  const main = join('examples', name, 'main.ts');
  const child = spawn(process.execPath, ['--conditions=@x/source', main, ...parameters], {
    cwd: root,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 55_000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of waiting) look();
    });
  }
  let hasEnded = false;
  const ended = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    hasEnded = true;
    for (const look of waiting) look();
    return code ?? signal ?? 0;
  });
  return {
    process: child,
    ended,
    output: () => output,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (match === null && !hasEnded) return;
          waiting.delete(look);
          if (match === null) reject(new Error(`It ended without ${String(pattern)}:\n${output}`));
          else resolve(match[1] ?? match[0]);
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
