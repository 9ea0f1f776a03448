import { describe, expect, it } from 'vitest';

import { eventLoopTurns } from '../../../http-testing/src/clock/event-loop-turn.ts';
import { createClient } from '../../src/create-client.ts';
import type { ClientError } from '../../src/errors/index.ts';
import { middleware } from '../../src/interceptors/middleware.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport } from '../support/fake-transport.ts';
import { httpServer } from '../support/http-server.ts';

const url = 'http://a.test/';
const failing = () =>
  fakeTransport(async () => {
    await eventLoopTurns(2);
    return { status: 404 };
  });
const twice = definePlugin({
  name: 'twice',
  contract: 1,
  setup: () => ({
    call: {
      retry: (inner) => async (call) => {
        await inner(call.beginAttempt());
        return inner(call.beginAttempt());
      },
    },
    callOptions: {},
  }),
});
const client = createClient({
  plugins: [twice, middleware('call', async (_, next) => await next()), failing()],
});

/** The line of this file that called this. */
function here(): string {
  const [, , frame = ''] = (new Error().stack ?? '').split('\n');
  return /call-site\.test\.ts:\d+/.exec(frame)?.[0] ?? 'no frame of this file';
}

async function stackOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as Error).stack ?? '';
  }
  throw new Error('it resolved');
}

/** Each way to await a call, and the line of the call in it. */
const ways: Record<string, () => Promise<{ readonly stack: string; readonly line: string }>> = {
  await: async () => {
    const line = here();
    const stack = await stackOf((async () => await client.get(url))());
    return { stack, line: next(line) };
  },
  json: async () => {
    const line = here();
    const stack = await stackOf((async () => await client.get(url).json())());
    return { stack, line: next(line) };
  },
  text: async () => {
    const line = here();
    const stack = await stackOf((async () => await client.post(url, { json: 1 }).text())());
    return { stack, line: next(line) };
  },
  withResponse: async () => {
    const line = here();
    const stack = await stackOf((async () => await client.get(url).withResponse())());
    return { stack, line: next(line) };
  },
  result: async () => {
    const line = here();
    const { error } = await client.get(url).result();
    return { stack: (error as ClientError).stack ?? '', line: next(line) };
  },
  'Promise.all': async () => {
    const line = here();
    const stack = await stackOf((async () => await Promise.all([client.get(url), client.get(url)]))());
    return { stack, line: next(line) };
  },
  'Promise.race of results': async () => {
    const line = here();
    const { error } = await Promise.race([client.get(url).result(), new Promise<never>(() => {})]);
    return { stack: (error as ClientError).stack ?? '', line: next(line) };
  },
  'nested async functions': async () => {
    const inner = async () => await client.get(url);
    const line = here();
    const outer = async () => await inner();
    const stack = await stackOf(outer());
    return { stack, line: next(line) };
  },
  stream: async () => {
    const line = here();
    const stack = await stackOf((async () => await client.stream('GET', url))());
    return { stack, line: next(line) };
  },
  request: async () => {
    const line = here();
    const stack = await stackOf((async () => await client.request('DELETE', url))());
    return { stack, line: next(line) };
  },
  'a call that is refused at once': async () => {
    const line = here();
    const stack = await stackOf((async () => await client.get('relative'))());
    return { stack, line: next(line) };
  },
  'a call through extend': async () => {
    const line = here();
    const stack = await stackOf((async () => await client.extend({}).get(url))());
    return { stack, line: next(line) };
  },
  fetch: async () => {
    const closed = createClient({ plugins: [failing()] });
    await closed.close();
    const line = here();
    const stack = await stackOf((async () => await closed.fetch(url))());
    return { stack, line: next(line) };
  },
};

/** The line after. */
function next(line: string): string {
  return line.replace(/\d+$/, (number) => String(Number(number) + 1));
}

describe('a failed call has the file and line that made it, with the caller’s frames first', () => {
  it.each(Object.keys(ways))('%s', async (name) => {
    const way = ways[name] as (typeof ways)[string];
    const { stack, line } = await way();
    expect(stack).toContain(line);
    expect(stack.split('\n')[0]).toMatch(/^[A-Z]\w+Error: /);
    expect(stack).not.toContain('processTicksAndRejections');
  });

  it('over real sockets', async () => {
    await using server = await httpServer((_, response) => void response.writeHead(500).end());
    const real = createClient();
    const line = here();
    const stack = await stackOf((async () => await real.get(server.url))());
    expect(stack).toContain(next(line));
    await real.close();
  });
});

describe('a promise that was stored and awaited after it settled', () => {
  it('has the call site with captureStack: true', async () => {
    const capturing = createClient({ captureStack: true, plugins: [failing()] });
    const line = here();
    const stored = capturing.get(url);
    stored.catch(() => {});
    await eventLoopTurns(10);
    expect(await stackOf(stored)).toContain(next(line));
  });

  it('captures nothing while it is off', async () => {
    const original = Error.captureStackTrace;
    let count = 0;
    Error.captureStackTrace = (...given) => {
      count++;
      original(...given);
    };
    try {
      await createClient({ plugins: [fakeTransport()] }).get(url);
    } finally {
      Error.captureStackTrace = original;
    }
    expect(count).toBe(0);
  });
});
