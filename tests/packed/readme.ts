import { blocks, modules } from '../snippets/blocks.ts';
import { type Origin, startOrigin } from '../snippets/origin.ts';
import type { Consumer } from './consumer.ts';

/** The packages that a README says to install, in the order of its lines. */
export function documentedInstall(document: string): readonly string[] {
  const lines = blocks(document)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'));
  const installs = lines.flatMap(
    (line) => /^npm install (?<packages>.+)$/.exec(line)?.groups?.['packages'] ?? [],
  );
  return [...new Set(installs.flatMap((line) => line.split(' ').filter((word) => !word.startsWith('-'))))];
}

/** Servers that play the hosts of the documents. */
export class Hosts implements AsyncDisposable {
  readonly #origins = new Map<string, Origin>();

  /** Writes the code of a README into the folder, its hosts replaced. Gives the files, those to run and those to check only. */
  async write(consumer: Consumer, document: string): Promise<{ run: string[]; all: string[] }> {
    const found = modules(document);
    for (const { name, code } of found) consumer.write(name, `${await this.#served(code)}\n`);
    return {
      run: found.filter(({ isRun }) => isRun).map(({ name }) => name),
      all: found.map(({ name }) => name),
    };
  }

  async #served(code: string): Promise<string> {
    let text = code;
    for (const host of new Set(code.match(/https:\/\/[\w.-]+\.example\.com/g))) {
      const origin = this.#origins.get(host) ?? (await startOrigin());
      this.#origins.set(host, origin);
      text = text.replaceAll(host, origin.url);
    }
    return text;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#origins.values()].map((origin) => origin.close()));
  }
}
