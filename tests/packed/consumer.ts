import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { node, run, withPnpm } from '../../.ci/workspace.mjs';
import { expectSuccess, type Outcome } from './check.ts';
import type { Registry } from './registry.ts';

export type Manager = 'npm' | 'pnpm' | 'yarn';
const yarnVersion = '1.22.22';

/** Caches of the package managers, so that what was published here stays in no cache of the user's. */
export class Caches implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'caches-'));

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Somebody's project in an empty folder outside the workspace. */
export class Consumer implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'consumer-'));
  readonly #caches: Caches;
  readonly #environment: Record<string, string>;

  constructor(registry: Registry, caches: Caches) {
    this.#caches = caches;
    this.#environment = { CI: 'true', ...registry.environment };
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    this.write('.npmrc', registry.settings);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Adds packages as a user of the manager would. Gives what the manager said, throws when it failed. */
  async add(manager: Manager, packages: readonly string[]): Promise<string> {
    const caches = (name: string): string => join(this.#caches.folder, name);
    // Managers judge `engines` by the Node that they run on.
    const onNode = ['-c', 'PATH="$0:$PATH" exec "$@"', dirname(node)];
    const options = { cwd: this.folder, timeout: 180_000, env: this.#environment };
    const install = async (): Promise<Outcome> => {
      switch (manager) {
        case 'npm':
          return run('sh', [...onNode, 'npm', 'install', ...packages, '--cache', caches('npm')], options);
        case 'pnpm':
          return withPnpm(
            'sh',
            [...onNode, 'pnpm', 'add', ...packages, '--store-dir', caches('pnpm')],
            options,
          );
        case 'yarn':
          return run(
            'npx',
            [
              ...[
                '--yes',
                `--package=yarn@${yarnVersion}`,
                '--',
                'sh',
                ...onNode,
                'yarn',
                'add',
                ...packages,
              ],
              ...['--cache-folder', caches('yarn'), '--non-interactive', '--no-progress'],
            ],
            options,
          );
      }
    };
    return expectSuccess(await install(), `${manager} ${packages.join(' ')}`);
  }

  /** What pnpm has installed, as its lockfile tells. */
  lockfile(): string {
    return readFileSync(join(this.folder, 'pnpm-lock.yaml'), 'utf8');
  }

  /** Runs Node in the folder, the workspace's unless another is given. */
  node(parameters: readonly string[], command: string = node): Promise<Outcome> {
    return run(command, parameters, { cwd: this.folder, timeout: 300_000 });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
