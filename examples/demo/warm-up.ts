import { createClient } from '@x/http-core';

import { claim } from './claim.ts';
import { startApi } from './server.ts';
import { milliseconds, printResponse, type Print } from './transcript.ts';

/** The first request loads the transport and opens a connection; `warmUp` does both ahead of the first call. */
export async function warmUp(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ name: 'shop', baseUrl: api.url });
  const [report] = await client.warmUp(['health']);
  print(
    `warmUp(['health'])  ${report?.status} in ${milliseconds(report?.duration ?? 0)}, most of it loading got`,
  );
  const response = await client.get('health');
  printResponse(print, response);
  claim(print, report?.ok === true, 'warmUp reports what came of each URL; it never rejects');
  claim(print, api.connections() === 1, 'the call after it went over the same connection');
}
