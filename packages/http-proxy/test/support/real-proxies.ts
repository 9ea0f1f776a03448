import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** One program that other people use as a proxy, with the login `ada:hunter2` where it asks for one. */
export interface RealProxy {
  readonly name: string;
  /** The file of the program; `undefined` where it is not installed. */
  readonly program: string | undefined;
  /** Each URL that it is reached by, with the port as `PORT`. */
  readonly urls: readonly string[];
  readonly asksForLogin: boolean;
  /** Its command line; writes what it needs into `folder`. */
  command(port: number, folder: string): readonly string[];
}

/** Set where the programs must be there: a proxy that is missing then fails instead of being skipped. */
export const isRequired: boolean = process.env['REQUIRE_REAL_PROXIES'] === '1';

// `openssl passwd -apr1 -salt saltsalt hunter2`
const squidUsers = 'ada:$apr1$saltsalt$r/QcFGT5pNL28bNkeDMHR.\n';

const write = (file: string, lines: readonly string[]): string => {
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o644 });
  return file;
};

export const realProxies: readonly RealProxy[] = [
  {
    name: 'squid',
    program: find('squid'),
    urls: ['http://ada:hunter2@127.0.0.1:PORT'],
    asksForLogin: true,
    command: (port, folder) => {
      const users = join(folder, 'users');
      writeFileSync(users, squidUsers, { mode: 0o644 });
      const lines = [
        `http_port 127.0.0.1:${port}`,
        `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${users}`,
        'acl known proxy_auth REQUIRED',
        'http_access allow known',
        'http_access deny all',
        'cache deny all',
        'access_log none',
        `cache_log ${folder}/squid.log`,
        `pid_filename ${folder}/squid.pid`,
        `coredump_dir ${folder}`,
        'pinger_enable off',
        'shutdown_lifetime 0 seconds',
      ];
      return ['-N', '-f', write(join(folder, 'squid.conf'), lines)];
    },
  },
  {
    name: 'tinyproxy',
    program: find('tinyproxy'),
    urls: ['http://ada:hunter2@127.0.0.1:PORT'],
    asksForLogin: true,
    command: (port, folder) => {
      const lines = [
        `Port ${port}`,
        'Listen 127.0.0.1',
        'BasicAuth ada hunter2',
        'Timeout 60',
        'MaxClients 20',
      ];
      return ['-d', '-c', write(join(folder, 'tinyproxy.conf'), lines)];
    },
  },
  {
    name: 'dante',
    program: find('danted'),
    urls: ['socks5://127.0.0.1:PORT', 'socks4://127.0.0.1:PORT'],
    asksForLogin: false,
    command: (port, folder) => {
      const lines = [
        `logoutput: ${folder}/dante.log`,
        `internal: 127.0.0.1 port = ${port}`,
        'external: 127.0.0.1',
        'clientmethod: none',
        'socksmethod: none',
        'client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }',
        'socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }',
      ];
      return ['-f', write(join(folder, 'danted.conf'), lines), '-p', join(folder, 'dante.pid')];
    },
  },
  {
    name: 'microsocks',
    program: find('microsocks'),
    urls: ['socks5://ada:hunter2@127.0.0.1:PORT'],
    asksForLogin: true,
    command: (port) => ['-i', '127.0.0.1', '-p', String(port), '-u', 'ada', '-P', 'hunter2'],
  },
];

/** Starts it on a free port and waits until it accepts; `run` gets the URLs. Stops it afterwards. */
export async function withRealProxy(
  proxy: RealProxy,
  run: (urls: readonly string[]) => Promise<void>,
): Promise<void> {
  if (proxy.program === undefined) throw new Error(`${proxy.name} is not installed, and here it is required`);
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  // The programs give up the rights of root, and then read what is theirs.
  chmodSync(folder, 0o777);
  const port = await freePort();
  const child = spawn(proxy.program, proxy.command(port, folder), { stdio: 'ignore', cwd: folder });
  try {
    await accepting(port, child, proxy.name);
    await run(proxy.urls.map((url) => url.replace('PORT', String(port))));
  } finally {
    if (child.exitCode === null) {
      const gone = once(child, 'exit');
      // A mother that is asked takes her children along.
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await gone;
      clearTimeout(force);
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Another program's start has no event to wait for. */
async function accepting(port: number, child: ChildProcess, name: string): Promise<void> {
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await delay(20);
  }
  throw new Error(`${name} does not listen; exit code ${child.exitCode}`);
}

function find(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin', '/usr/local/sbin'];
  return folders
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
