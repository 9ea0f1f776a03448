import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a benchmark process is started. */
export interface ChildOptions {
  /** Export conditions: `@x/source` runs the packages from source, none runs what is built. */
  readonly conditions?: readonly string[];
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A benchmark process that is asked by messages and answers each with one. */
export class Child {
  readonly #process: ChildProcess;

  /** @param script relative to this file */
  constructor(script: string, parameters: readonly string[] = [], options: ChildOptions = {}) {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const conditions = (options.conditions ?? []).map((condition) => `--conditions=${condition}`);
    this.#process = fork(path, parameters, {
      execArgv: [...conditions, ...(options.flags ?? [])],
      env: { ...process.env, ...options.environment },
    });
  }

  /** The next message; rejects when the process ends instead. */
  answer<T>(): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => {
        this.#process.off('message', received);
        reject(new Error(`A benchmark process ended with code ${code}`));
      };
      const received = (message: unknown): void => {
        this.#process.off('exit', ended);
        resolve(message as T);
      };
      this.#process.once('exit', ended);
      this.#process.once('message', received);
    });
  }

  ask<T>(message: object): Promise<T> {
    const answer = this.answer<T>();
    this.#process.send(message);
    return answer;
  }

  /** Lets the process go; it exits when the channel closes. */
  end(): void {
    if (this.#process.connected) this.#process.disconnect();
  }
}
