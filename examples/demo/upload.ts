import { createHash } from 'node:crypto';

import { createClient } from '@x/http-core';

import { claim } from './claim.ts';
import { startApi } from './server.ts';
import { printResponse, progressLine, type Print } from './transcript.ts';

const chunk = new Uint8Array(64 * 1_024).fill(7);
const chunks = 48;

/** A body that is made while it is sent; the peer's pace is the generator's pace. */
export async function upload(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url });
  const hash = createHash('sha256');
  async function* photo(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < chunks; index += 1) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const size = chunk.byteLength * chunks;
  let quarter = 0;
  const response = await client.post('photos', {
    body: photo(),
    headers: { 'content-type': 'image/raw', 'content-length': size },
    onUploadProgress({ transferred, total }) {
      if (transferred < (size * quarter) / 4) return;
      print(progressLine(transferred, total));
      quarter += 1;
    },
  });
  printResponse(print, response);
  const received = (await response.json()) as { bytes: number; sha256: string };
  claim(print, received.bytes === size, `the server counted ${received.bytes} bytes`);
  claim(print, received.sha256 === hash.digest('hex'), 'and hashed them to the same SHA-256');
}
