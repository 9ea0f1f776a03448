import { createClient } from '@x/http-core';

import { claim } from './claim.ts';
import { startApi } from './server.ts';
import { printResponse, progressLine, type Print } from './transcript.ts';

/** `stream()` resolves at the head; the body is read as it comes, and never held as a whole. */
export async function download(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url });
  let quarter = 0;
  const response = await client.stream('GET', 'export.csv', {
    onDownloadProgress({ transferred, total }) {
      if (total === undefined || transferred < (total * quarter) / 4) return;
      print(progressLine(transferred, total));
      quarter += 1;
    },
  });
  const atHead = response.attempts[0]?.duration ?? 0;
  let bytes = 0;
  let lines = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  printResponse(print, response);
  const length = Number(response.headers.get('content-length'));
  claim(print, bytes === length, `all ${bytes} bytes of content-length came, ${lines} lines`);
  claim(print, response.timings.total > atHead, 'the promise resolved at the head, long before the end');
}
