import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A benchmark process that is asked by messages and answers each with one. */
export class Child {
  readonly #process: ChildProcess;

  constructor(script: string, parameters: readonly string[] = []) {
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.#process = fork(path, parameters, { execArgv: ['--conditions=@x/source'] });
  }

  /** The next message; rejects when the process ends instead. */
  answer<T>(): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void =>
        reject(new Error(`A benchmark process ended with code ${code}`));
      this.#process.once('exit', ended);
      this.#process.once('message', (message) => {
        this.#process.off('exit', ended);
        resolve(message as T);
      });
    });
  }

  ask<T>(message: object): Promise<T> {
    const answer = this.answer<T>();
    this.#process.send(message);
    return answer;
  }

  end(): void {
    if (this.#process.connected) this.#process.disconnect();
  }
}
