import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';

import { ConfigurationError } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { sqliteStore } from '../src/index.ts';
import { cookieSite } from './support/cookie-site.ts';
import { cookieOf } from './support/store-cookies.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const writer = new URL('support/write-cookies.ts', import.meta.url);

async function startWriter(path: string, name: string, count: number) {
  const child = fork(writer, [path, name, String(count)], {
    execArgv: ['--conditions=@x/source', '--disable-warning=ExperimentalWarning'],
  });
  await once(child, 'message');
  return child;
}

// INVARIANT: one row per cookie; a store that wrote its cookies as one document would lose those of the others.
it('loses nothing when several processes write at once', async () => {
  await using folder = await temporaryFolder();
  const path = folder.file('cookies.db');
  const names = ['one', 'two', 'three', 'four'];
  const children = await Promise.all(names.map((name) => startWriter(path, name, 200)));
  const ends = children.map((child) => once(child, 'exit'));
  for (const child of children) child.send('go');
  expect((await Promise.all(ends)).map(([code]) => code as number)).toEqual([0, 0, 0, 0]);

  const store = sqliteStore(path);
  const found = new Map((await store.getAllCookies()).map(({ key, value }) => [key, value]));
  await store.close();
  expect(found.size).toBe(4 * 180 + 1);
  for (const name of names) {
    expect(found.get(`${name}-0`)).toBe(`${name} 0`);
    expect(found.get(`${name}-198`)).toBe(`${name} 198`);
    expect(found.has(`${name}-199`)).toBe(false);
  }
  expect(found.get('common')).toMatch(/ 199$/);
}, 60_000);

describe('while another process holds the lock', () => {
  it('reads go on, and writes wait their turn without blocking', async () => {
    await using folder = await temporaryFolder();
    const store = sqliteStore(folder.file('cookies.db'));
    await store.putCookie(cookieOf('before'));
    const other = new DatabaseSync(folder.file('cookies.db'));
    other.exec('BEGIN IMMEDIATE');
    let isWritten = false;
    const writing = store.putCookie(cookieOf('after')).then(() => (isWritten = true));
    expect((await store.getAllCookies()).map(({ key }) => key)).toEqual(['before']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isWritten).toBe(false);
    other.exec('COMMIT');
    other.close();
    await writing;
    expect((await store.getAllCookies()).map(({ key }) => key)).toEqual(['before', 'after']);
    await store.close();
  });

  it('close waits for what is still to be written', async () => {
    await using folder = await temporaryFolder();
    const path = folder.file('cookies.db');
    const store = sqliteStore(path);
    await store.putCookie(cookieOf('before'));
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const writing = store.putCookie(cookieOf('after'));
    const closing = store.close();
    other.exec('COMMIT');
    other.close();
    await Promise.all([closing, writing]);
    const again = sqliteStore(path);
    expect(await again.getAllCookies()).toHaveLength(2);
    await again.close();
  });
});

it('is shared between clients, as it would be between processes', async () => {
  await using folder = await temporaryFolder();
  await using site = await cookieSite(({ target }) => (target === '/login' ? { set: ['session=1'] } : {}));
  const path = folder.file('cookies.db');
  await using one = site.client({ store: sqliteStore(path) });
  await using other = site.client({ store: sqliteStore(path) });
  await one.get(site.url('a.example.com', '/login'));
  await other.get(site.url('a.example.com'));
  expect(site.lastCookie).toBe('session=1');
});

it('outlives its client, and can be used again after that', async () => {
  await using folder = await temporaryFolder();
  await using site = await cookieSite(({ target }) => (target === '/login' ? { set: ['session=1'] } : {}));
  const store = sqliteStore(folder.file('cookies.db'));
  const first = site.client({ store });
  await first.get(site.url('a.example.com', '/login'));
  await first.close();
  await using second = site.client({ store });
  await second.get(site.url('a.example.com'));
  expect(site.lastCookie).toBe('session=1');
});

it('makes a file that only its owner may read', async () => {
  await using folder = await temporaryFolder();
  const path = folder.file('cookies.db');
  const store = sqliteStore(path);
  await store.putCookie(cookieOf('a'));
  for (const file of [path, `${path}-wal`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  await store.close();
});

it.each(['no folder', 'a folder', 'no database'])(
  'where there is %s the request goes on, and an event tells',
  async (what) => {
    await using folder = await temporaryFolder();
    await using site = await cookieSite(() => ({ set: ['a=1'] }));
    const path = folder.file(what === 'no folder' ? 'none/cookies.db' : 'cookies.db');
    if (what === 'a folder') await mkdir(path);
    if (what === 'no database') await writeFile(path, 'precious notes '.repeat(100));
    await using client = site.client({ store: sqliteStore(path) });
    const failures: unknown[] = [];
    client.on('cookies.failed', ({ operation }) => failures.push(operation));
    expect((await client.get(site.url('a.example.com'))).status).toBe(200);
    expect(failures).toEqual(['open', 'read', 'write']);
  },
);

it('wants a path', () => {
  expect(() => sqliteStore('')).toThrow(ConfigurationError);
  expect(() => sqliteStore('')).toThrow(
    'sqliteStore: path must be a string that is not empty, not an empty string',
  );
});
