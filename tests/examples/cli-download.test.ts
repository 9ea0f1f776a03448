import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { startApi } from '../../examples/api/server.ts';
import { startHeldOrigin } from './support/held-origin.ts';
import { runExample } from './support/run-example.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true }));

const download = (url: string) => runExample('cli-download', {}, [url, join(folder, 'report.bin')]);

it('the download is whole, and its bar goes from nothing to everything', async () => {
  await using api = await startApi();
  await using example = download(`${api.url}files/report.bin`);
  expect(await example.ended, example.output()).toBe(0);
  expect(await readFile(join(folder, 'report.bin'))).toEqual(Buffer.from(api.file));
  expect(await readdir(folder)).toEqual(['report.bin']);
  const lines = example.output().trim().split('\n');
  const shown = lines.map((line) => /([█░]+) (\d+)% \| (\d+) of 4194304 bytes/.exec(line)).filter(Boolean);
  const percentages = shown.map((match) => Number(match?.[2]));
  expect(percentages).toEqual(percentages.toSorted((one, other) => one - other));
  expect(percentages.at(-1)).toBe(100);
  expect(shown.at(-1)?.[1]).toMatch(/^█+$/);
  expect(lines.at(-1)).toBe(`saved ${join(folder, 'report.bin')}`);
}, 60_000);

it('the download of what is not there leaves no file and shows no bar', async () => {
  await using api = await startApi();
  await using example = download(`${api.url}nowhere`);
  expect(await example.ended).toBe(1);
  expect(example.output()).toContain('HTTP 404: Not Found');
  expect(example.output()).not.toContain('%');
  expect(await readdir(folder)).toEqual([]);
}, 60_000);

it('the download that is cut off is a failure and leaves no file', async () => {
  await using origin = await startHeldOrigin();
  await using example = download(origin.url);
  const response = await origin.taken();
  response.writeHead(200, { 'content-length': 1_000 }).write('x'.repeat(400));
  await example.until(/400 of 1000 bytes|0 of 1000 bytes/);
  response.destroy();
  expect(await example.ended).toBe(1);
  expect(example.output()).toMatch(/The response body broke off/);
  expect(await readdir(folder)).toEqual([]);
}, 60_000);

it('the download that is interrupted hangs up and leaves no file', async () => {
  await using origin = await startHeldOrigin();
  await using example = download(origin.url);
  const response = await origin.taken();
  response.writeHead(200, { 'content-length': 1_000 }).write('x'.repeat(400));
  await example.until(/of 1000 bytes/);
  const hungUp = once(response, 'close');
  example.process.kill('SIGINT');
  await hungUp;
  expect(await example.ended).toBe(130);
  expect(example.output()).toContain('Interrupted');
  expect(await readdir(folder)).toEqual([]);
}, 60_000);

it('the download says how it is used', async () => {
  await using example = runExample('cli-download');
  expect(await example.ended).toBe(2);
  expect(example.output()).toContain('usage:');
}, 60_000);
