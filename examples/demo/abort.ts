import { createClient } from '@x/http-core';

import { claim, failureOf } from './claim.ts';
import { startApi } from './server.ts';
import { milliseconds, type Print } from './transcript.ts';

/** The caller's own abort is the one rejection that is no `ClientError`: it gets its reason back. */
export async function abort(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url });
  const controller = new AbortController();
  const reason = new Error('the user pressed Escape');
  let abortedAt = 0;
  setTimeout(() => {
    abortedAt = performance.now();
    controller.abort(reason);
  }, 200);
  const raised = await failureOf(client.get('jobs/7/wait', { signal: controller.signal }));
  const after = performance.now() - abortedAt;
  print(`GET /jobs/7/wait  aborted; the call rejected ${milliseconds(after)} later`);
  claim(print, raised === reason, 'with signal.reason itself, as fetch does');
  claim(print, after < 50, 'in less than 50 ms');
  const next = await client.get('health');
  claim(print, next.ok && api.connections() === 2, 'its connection is closed; the next call opened another');
}
