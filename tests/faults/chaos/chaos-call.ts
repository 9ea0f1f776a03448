import { type Client, isClientError } from '@x/http-core';
import { z } from 'zod';

import type { SeededRandom } from '../seeded-random.ts';

type PlainClient = Client<{}, readonly []>;

/** How late a machine that does much else may settle a call; milliseconds. */
const slack = 2_000;
const user = z.object({ id: z.number() });
const upload = Buffer.alloc(200_000, 'x');

/** One call of any kind; tells what it came to. Throws when it settles late or with something untyped. */
export async function randomCall(client: PlainClient, random: SeededRandom, path: string): Promise<string> {
  const total = 200 + random.below(400);
  const controller = new AbortController();
  const reason = new Error('the caller has lost interest');
  const abort = random.chance(0.1)
    ? setTimeout(() => controller.abort(reason), random.below(total))
    : undefined;
  const options = { timeout: total, signal: controller.signal, ...body(random) };
  const method = options.body === undefined ? 'GET' : random.pick(['POST', 'PUT']);
  const started = performance.now();
  try {
    if (random.chance(0.15)) return await streamed(client, method, path, options);
    const schema = random.chance(0.5) ? { schema: user as never } : {};
    const outcome = client.request(method, path, { ...options, ...schema });
    await outcome;
    return 'success';
  } catch (error) {
    if (error === reason) return 'aborted';
    if (isClientError(error)) return error.name;
    throw new Error(`${method} ${path} rejected with what is neither typed nor its abort: ${String(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(abort);
    const late = performance.now() - started - total;
    // oxlint-disable-next-line no-unsafe-finally -- a call that is late is the failure to report, whatever it came to
    if (late > slack) throw new Error(`${method} ${path} settled ${Math.round(late)} ms after its deadline`);
  }
}

function body(random: SeededRandom): {
  readonly body?: Uint8Array | string | (() => AsyncIterable<Uint8Array>);
} {
  if (random.chance(0.5)) return {};
  return { body: random.pick([() => upload, () => 'hello', () => pieces])() };
}

async function* pieces(): AsyncIterable<Uint8Array> {
  for (let from = 0; from < upload.length; from += 50_000) yield upload.subarray(from, from + 50_000);
}

/** Reads some of the body and lets go of the rest. */
async function streamed(client: PlainClient, method: string, path: string, options: object): Promise<string> {
  const response = await client.stream(method, path, options);
  let chunks = 0;
  for await (const _chunk of response.body) if (++chunks === 5) break;
  return 'streamed';
}
