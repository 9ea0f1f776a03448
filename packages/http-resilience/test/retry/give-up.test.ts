import { createClient, type HttpResponse, type WireResponse } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { resilience } from '../../src/index.ts';
import { EventClock } from '../support/event-clock.ts';
import { middle, settled, url } from '../support/harness.ts';
import { wire, wireResponse } from '../support/wire.ts';

/** A response whose body comes in chunks and tells what became of it. */
function streamed(status: number, chunks: number, size: number) {
  const body = { read: 0, isDestroyed: false };
  async function* source() {
    for (let index = 0; index < chunks; index++) {
      body.read += size;
      yield new Uint8Array(size);
    }
  }
  const response: WireResponse = {
    ...wireResponse(status),
    body: source(),
    destroy: () => void (body.isDestroyed = true),
  };
  return { body, response };
}

function start(first: WireResponse, atSecond: () => void) {
  const clock = new EventClock();
  let requests = 0;
  const transport = wire(async () => {
    if (++requests === 1) return first;
    atSecond();
    return streamed(200, 1, 1).response;
  });
  const client = createClient({ clock, random: middle, plugins: [transport, resilience()] });
  return { clock, client };
}

describe('before another attempt of a streamed call', () => {
  it('RT8: a short body is read to its end, so that its connection can be kept', async () => {
    const { body, response } = streamed(503, 4, 1_000);
    let readBefore = -1;
    const { clock, client } = start(response, () => (readBefore = body.read));
    const { value } = await settled(clock, client.stream('GET', url, { throwOnStatus: false }));
    expect((value as HttpResponse).status).toBe(200);
    expect([readBefore, body.isDestroyed]).toEqual([4_000, false]);
    (value as HttpResponse).cancel();
  });

  it('RT8: a long one is given up after 64 KiB, and its connection closed', async () => {
    const { body, response } = streamed(503, 1_000, 16_384);
    let wasDestroyed = false;
    const { clock, client } = start(response, () => (wasDestroyed = body.isDestroyed));
    const { value } = await settled(clock, client.stream('GET', url, { throwOnStatus: false }));
    expect((value as HttpResponse).status).toBe(200);
    expect(wasDestroyed).toBe(true);
    expect(body.read).toBeLessThanOrEqual(65_536 + 2 * 16_384);
    (value as HttpResponse).cancel();
  });

  it('RT11: the caller sees one response, with its body unread', async () => {
    const { response } = streamed(503, 1, 10);
    const { clock, client } = start(response, () => {});
    const { value } = await settled(clock, client.stream('GET', url), 1_000);
    const { attempts } = value as HttpResponse;
    expect(attempts.map(({ status }) => status)).toEqual([503, 200]);
    expect((await (value as HttpResponse).bytes()).byteLength).toBe(1);
  });
});
