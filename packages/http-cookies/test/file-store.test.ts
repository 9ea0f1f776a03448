import { lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';

import { ConfigurationError } from '@x/http-core';
import { expect, it } from 'vitest';

import { fileStore } from '../src/index.ts';
import { cookieSite } from './support/cookie-site.ts';
import { cookieOf } from './support/store-cookies.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const login = ({ target }: { readonly target: string }) =>
  target === '/login' ? { set: ['session=1'] } : {};

it('has written the cookie when the call has settled', async () => {
  await using folder = await temporaryFolder();
  await using site = await cookieSite(login);
  await using client = site.client({ store: fileStore(folder.file('cookies.json')) });
  await client.get(site.url('a.example.com', '/login'));
  const file = JSON.parse(await readFile(folder.file('cookies.json'), 'utf8')) as {
    cookies: { key: string }[];
  };
  expect(file.cookies.map(({ key }) => key)).toEqual(['session']);
});

it('goes on with the cookies of the file', async () => {
  await using folder = await temporaryFolder();
  await using site = await cookieSite(login);
  const first = site.client({ store: fileStore(folder.file('cookies.json')) });
  await first.get(site.url('a.example.com', '/login'));
  await first.close();
  await writeFile(folder.file('copy.json'), await readFile(folder.file('cookies.json')));
  await using second = site.client({ store: fileStore(folder.file('copy.json')) });
  await second.get(site.url('a.example.com'));
  expect(site.lastCookie).toBe('session=1');
});

it('is one store per path within a process', async () => {
  await using folder = await temporaryFolder();
  const path = folder.file('cookies.json');
  expect(fileStore(relative(process.cwd(), path))).toBe(fileStore(path));
  await fileStore(path).putCookie(cookieOf('a'));
  await fileStore(path).putCookie(cookieOf('b'));
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ cookies: [{ key: 'a' }, { key: 'b' }] });
});

// INVARIANT: the file is replaced, never written into: a reader, or a process that dies, would find half of it.
it('is whole whenever it is read', async () => {
  await using folder = await temporaryFolder();
  const path = folder.file('cookies.json');
  const store = fileStore(path);
  await store.putCookie(cookieOf('first'));
  let isWriting = true;
  const writing = (async () => {
    for (let round = 0; round < 30; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.putCookie(cookieOf(`k${round}-${index}`, { value: 'x'.repeat(500) })),
        ),
      );
    }
    isWriting = false;
  })();
  let reads = 0;
  while (isWriting) {
    const text = await readFile(path, 'utf8');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    reads += 1;
  }
  await writing;
  expect(reads).toBeGreaterThan(5);
  expect((JSON.parse(await readFile(path, 'utf8')) as { cookies: unknown[] }).cookies).toHaveLength(601);
  expect(await readdir(folder.path)).toEqual(['cookies.json']);
});

it('writes changes that come together once', async () => {
  await using folder = await temporaryFolder();
  const path = folder.file('cookies.json');
  const store = fileStore(path);
  await store.putCookie(cookieOf('first'));
  const inodes = new Set<number>();
  const puts = Array.from({ length: 50 }, (_, index) =>
    store.putCookie(cookieOf(`k${index}`)).then(async () => inodes.add((await stat(path)).ino)),
  );
  await Promise.all(puts);
  expect(inodes.size).toBeLessThanOrEqual(2);
});

it('can be read by its owner only, and stays a link where it is one', async () => {
  await using folder = await temporaryFolder();
  await writeFile(folder.file('real.json'), '{"version":1,"cookies":[]}', { mode: 0o644 });
  await symlink(folder.file('real.json'), folder.file('link.json'));
  await fileStore(folder.file('link.json')).putCookie(cookieOf('a'));
  expect((await lstat(folder.file('link.json'))).isSymbolicLink()).toBe(true);
  expect(await readFile(folder.file('real.json'), 'utf8')).toContain('"a"');
  expect((await stat(folder.file('real.json'))).mode & 0o777).toBe(0o600);
});

it.each(['precious notes', '', '[]', '{"version":2,"cookies":[]}', '{"cookies":'])(
  'leaves a file alone that holds %j, while requests go on and an event tells',
  async (text) => {
    await using folder = await temporaryFolder();
    const path = folder.file('cookies.json');
    await writeFile(path, text);
    await using site = await cookieSite(() => ({ set: ['a=1'] }));
    await using client = site.client({ store: fileStore(path) });
    const messages: unknown[] = [];
    client.on('cookies.failed', ({ error }) => messages.push((error as Error).message));
    expect((await client.get(site.url('a.example.com'))).status).toBe(200);
    expect(messages).toHaveLength(3);
    expect(messages[0]).toContain(
      'is not a cookie file of version 1; move it away, or give the store another path',
    );
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

it('keeps cookies in memory when the disk fails, tells, and writes them when it can again', async () => {
  await using folder = await temporaryFolder();
  const path = folder.file('cookies.json');
  await using site = await cookieSite(({ target }) => ({
    set: target === '/' ? [] : [`${target.slice(1)}=1`],
  }));
  await using client = site.client({ store: fileStore(path) });
  const failures: unknown[] = [];
  client.on('cookies.failed', ({ operation }) => failures.push(operation));
  await client.get(site.url('a.example.com', '/a'));
  await rm(folder.path, { recursive: true });
  await client.get(site.url('a.example.com', '/b'));
  await client.get(site.url('a.example.com'));
  expect(site.lastCookie).toBe('a=1; b=1');
  expect(failures).toEqual(['write']);
  await mkdir(folder.path);
  await client.get(site.url('a.example.com', '/c'));
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    cookies: [{ key: 'a' }, { key: 'b' }, { key: 'c' }],
  });
});

it('wants a path', () => {
  expect(() => fileStore(5 as never)).toThrow(ConfigurationError);
  expect(() => fileStore(5 as never)).toThrow(
    'fileStore: path must be a string that is not empty, not a number',
  );
});
