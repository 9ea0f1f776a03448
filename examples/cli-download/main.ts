import { createClient, isClientError } from '@x/http-core';
import { Presets, SingleBar } from 'cli-progress';

import { download } from './download.ts';

const [url, path] = process.argv.slice(2);
if (url === undefined || path === undefined) {
  console.error('usage: main.ts <url> <file>');
  process.exit(2);
}

const abort = new AbortController();
process.once('SIGINT', () => abort.abort(new Error('Interrupted')));

const bar = new SingleBar(
  { format: '{bar} {percentage}% | {value} of {total} bytes', noTTYOutput: true, notTTYSchedule: 100 },
  Presets.shades_classic,
);
await using client = createClient({ timeout: { headers: 10_000, idle: 30_000, total: 15_000 } });
try {
  await download(client, url, path, {
    signal: abort.signal,
    onProgress({ transferred, total = transferred }) {
      if (bar.isActive) bar.setTotal(total);
      else bar.start(total, 0);
      bar.update(transferred);
    },
  });
  bar.stop();
  console.log(`saved ${path}`);
} catch (error) {
  bar.stop();
  process.exitCode = abort.signal.aborted ? 130 : 1;
  // A ClientError says what happened in one line, without secrets.
  console.error(isClientError(error) || abort.signal.aborted ? (error as Error).message : error);
}
