import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { node, root, run } from '../../.ci/workspace.mjs';

/** A registry on this machine that anybody may publish to. It has the siblings for itself and asks the user's own for the rest. */
export class Registry implements AsyncDisposable {
  readonly url: string;
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(url: string, folder: string, child: ChildProcess) {
    this.url = url;
    this.#folder = folder;
    this.#child = child;
  }

  static async start(): Promise<Registry> {
    const folder = mkdtempSync(join(tmpdir(), 'registry-'));
    const port = await freePort();
    writeFileSync(join(folder, 'config.yaml'), JSON.stringify(configuration(await setting('registry'))));
    const verdaccio = join(root, 'tests', 'node_modules', 'verdaccio', 'bin', 'verdaccio');
    const authorities = process.env['NODE_EXTRA_CA_CERTS'] ?? (await setting('cafile'));
    const child = spawn(node, [verdaccio, '--config', 'config.yaml', '--listen', `127.0.0.1:${port}`], {
      cwd: folder,
      env: { ...process.env, NODE_EXTRA_CA_CERTS: authorities },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await listening(child);
    return new Registry(`http://127.0.0.1:${port}/`, folder, child);
  }

  /** An `.npmrc` for a folder that uses this registry; the token is what clients want to see before they publish. */
  get settings(): string {
    return `registry=${this.url}\n${this.url.replace('http:', '')}:_authToken=anybody\n`;
  }

  /** The same for programs whose environment may name another: what npm runs inherits npm's settings. */
  get environment(): Record<string, string> {
    return { npm_config_registry: this.url, pnpm_config_registry: this.url };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function configuration(upstream: string): object {
  return {
    storage: './storage',
    auth: { htpasswd: { file: './htpasswd', max_users: -1 } },
    uplinks: { upstream: { url: upstream, timeout: '60s', max_fails: 10 } },
    packages: {
      '@x/*': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    max_body_size: '50mb',
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
}

/** A setting of npm's as the user has it, empty where there is none. Warnings may stand before it. */
async function setting(name: string): Promise<string> {
  const { output } = await run('npm', ['config', 'get', name, '--loglevel=error']);
  const value = output.trim().split('\n').at(-1) ?? '';
  return value === 'null' || value === 'undefined' ? '' : value;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when the registry says that it listens, rejects with what it said when it ends before that. */
function listening(child: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    const heard = (text: string): void => {
      output += text;
      if (/http address/.test(output)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', heard);
    child.once('close', () => reject(new Error(`the registry ended: ${output}`)));
  });
}
