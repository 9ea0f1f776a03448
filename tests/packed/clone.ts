import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { pnpm, root, run } from '../../.ci/workspace.mjs';
import { expectSuccess, type Outcome } from './check.ts';
import type { Registry } from './registry.ts';

/** A clone of this workspace as it stands, uncommitted changes included: committed on `main`, installed, in a folder of its own. */
export class Clone implements Disposable {
  readonly folder: string;
  #environment: Record<string, string> = {};

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Clone> {
    const clone = new Clone(mkdtempSync(join(tmpdir(), 'clone-')));
    try {
      await clone.#fill();
      return clone;
    } catch (error) {
      clone[Symbol.dispose]();
      throw error;
    }
  }

  async #fill(): Promise<void> {
    const listing = execFileSync(
      'git',
      ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'],
      { cwd: root, encoding: 'utf8' },
    );
    for (const path of listing.split('\0')) {
      if (path === '' || !existsSync(join(root, path))) continue;
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      cpSync(join(root, path), join(this.folder, path));
    }
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'The @x/http authors');
    this.git('config', 'user.email', 'authors@example.com');
    this.git('config', 'commit.gpgsign', 'false');
    this.commit('As it stands');
    await this.install();
  }

  git(...parameters: readonly string[]): string {
    return execFileSync('git', parameters, { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' });
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }

  /** Installs what the manifests say; a package that is new is not in the lockfile yet. */
  async install(): Promise<void> {
    const parameters = ['install', '--no-frozen-lockfile', '--prefer-offline'];
    expectSuccess(
      await pnpm(parameters, { cwd: this.folder, env: { CI: 'true' }, timeout: 300_000 }),
      'pnpm install',
    );
  }

  /** Whatever a program here may take for its registry from now on, it is this one. */
  use(registry: Registry): void {
    writeFileSync(join(this.folder, '.npmrc'), registry.settings);
    this.#environment = registry.environment;
  }

  /** Runs a program in the clone; resolves whatever it comes to. */
  run(command: string, parameters: readonly string[]): Promise<Outcome> {
    return run(command, parameters, { cwd: this.folder, timeout: 300_000, env: this.#environment });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
