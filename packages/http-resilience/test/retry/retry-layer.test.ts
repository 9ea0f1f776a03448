import {
  ClientError,
  createClient,
  type HttpResponse,
  NetworkError,
  RetryBudgetExhaustedError,
  RetryExhaustedError,
  ServiceUnavailableError,
  type WireRequest,
  type WireResponse,
} from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { resilience, type ResilienceOptions, retryBudget } from '../../src/index.ts';
import { EventClock } from '../support/event-clock.ts';
import { faults, middle, record, settled, url } from '../support/harness.ts';
import { wire, wireResponse } from '../support/wire.ts';

type Script = (request: WireRequest, index: number) => WireResponse;

/** A client on a script that answers or throws, with virtual time and no chance. */
function setUp(options: ResilienceOptions, script: Script, clientOptions: object = {}) {
  const clock = new EventClock();
  const requests: WireRequest[] = [];
  const transport = wire(async (request) => {
    requests.push(request);
    return script(request, requests.length - 1);
  });
  const plugins = [transport, resilience(options)] as const;
  const client = createClient({ clock, random: middle, plugins, ...clientOptions });
  return { clock, requests, client, events: record(client) };
}

const failing: Script = () => wireResponse(503);
const stale = (): WireResponse => {
  throw new NetworkError('reset', 'gone', { reused: true, responseStarted: false, sent: 'complete' });
};

describe('the defaults', () => {
  it('try three times with full jitter, then end with the last error itself, its class kept', async () => {
    const { clock, requests, client } = setUp({}, failing);
    const { error, at } = await settled(clock, client.get(url));
    expect(error).toBeInstanceOf(ServiceUnavailableError);
    expect((error as Error).message).toContain('gave up after 3 attempts');
    expect(requests).toHaveLength(3);
    expect(at).toBe(50 + 100);
    expect((error as ClientError).attempts).toMatchObject([
      { attempt: 1, delay: 0, reason: undefined, status: 503, stopped: undefined },
      { attempt: 2, delay: 50, reason: 'status 503', status: 503, stopped: undefined },
      { attempt: 3, delay: 100, reason: 'status 503', status: 503, stopped: 'gave up after 3 attempts' },
    ]);
  });

  it.each([408, 429, 502, 503, 504])('retry status %i', async (status) => {
    const { clock, requests, client } = setUp({}, (_, index) => wireResponse(index === 0 ? status : 200));
    const { value } = await settled(clock, client.get(url));
    expect((value as HttpResponse).attempts.map((one) => one.status)).toEqual([status, 200]);
    expect(requests).toHaveLength(2);
  });

  it.each([400, 401, 403, 404, 409, 422, 425, 500, 501, 505])('leave status %i alone', async (status) => {
    const { clock, requests, client } = setUp({}, () => wireResponse(status));
    await settled(clock, client.get(url));
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['GET', 3],
    ['HEAD', 3],
    ['OPTIONS', 3],
    ['PUT', 3],
    ['DELETE', 3],
    ['POST', 1],
    ['PATCH', 1],
  ])('%s on 503 comes to %i attempts', async (method, attempts) => {
    const { clock, requests, client } = setUp({}, failing);
    const { error } = await settled(clock, client.request(method, url));
    expect(requests).toHaveLength(attempts);
    const isRefused = (error as Error).message.includes(`not retried: ${method} may not be sent twice`);
    expect(isRefused).toBe(attempts === 1);
  });
});

describe('the fault matrix', () => {
  it.each(faults.flatMap((fault) => ['GET', 'POST'].map((method) => ({ ...fault, method }))))(
    '$name, $method: $retry',
    async ({ make, retry, method }) => {
      const { clock, requests, client } = setUp({}, (_, index) => {
        if (index === 0) throw make();
        return wireResponse(200);
      });
      const { value, error } = await settled(clock, client.request(method, url));
      const isRetried = retry === 'safe' || (retry === 'idempotent' && method === 'GET');
      expect(requests).toHaveLength(isRetried ? 2 : 1);
      expect(value === undefined).toBe(!isRetried);
      if (!isRetried) expect(error).toBeInstanceOf(make().constructor);
    },
  );

  it.each([
    ['idempotent: true', { idempotent: true }, 3],
    ['an Idempotency-Key', { headers: { 'idempotency-key': 'k1' } }, 3],
    ['idempotent: false on a key', { idempotent: false, headers: { 'idempotency-key': 'k1' } }, 1],
  ])('a POST with %s comes to %i attempts', async (_, options, attempts) => {
    const { clock, requests, client } = setUp({}, failing);
    await settled(clock, client.post(url, { json: { a: 1 }, ...options }));
    expect(requests).toHaveLength(attempts);
    expect(new Set(requests.map(({ body }) => Buffer.from(body as Uint8Array).toString()))).toEqual(
      new Set(['{"a":1}']),
    );
  });

  it('a body that is a stream goes out once, and the error says why', async () => {
    const { clock, requests, client, events } = setUp({}, failing);
    async function* body() {
      yield Buffer.from('once');
    }
    const { error } = await settled(clock, client.put(url, { body: body() }));
    expect(requests).toHaveLength(1);
    expect((error as Error).message).toContain('not retried: the body is a stream and cannot be sent again');
    expect(events.names).toEqual(['retry.streaming_refused']);
  });
});

describe('Retry-After', () => {
  const asking =
    (value: string): Script =>
    (_, index) =>
      index === 0 ? wireResponse(429, ['retry-after', value]) : wireResponse(200);

  it('is waited for, and jitter comes on top', async () => {
    const { clock, client } = setUp({}, asking('2'));
    const { value, at } = await settled(clock, client.get(url));
    expect(at).toBe(2_050);
    expect((value as HttpResponse).attempts[1]).toMatchObject({ delay: 2_050, reason: 'status 429' });
  });

  it('longer than maxDelay gives up without a wait, and says so', async () => {
    const { clock, requests, client, events } = setUp({}, asking('6'));
    const { error, at } = await settled(clock, client.get(url));
    const why = 'gave up after 1 attempt: Retry-After asks for 6 s, more than maxDelay (5 s)';
    expect(at).toBe(0);
    expect(requests).toHaveLength(1);
    expect((error as ClientError).attempts[0]?.stopped).toBe(why);
    expect((error as Error).message).toContain(why);
    expect(events.names).toEqual(['retry.giving_up']);
  });

  it('longer than the rest of the deadline gives up without a wait', async () => {
    const { clock, client } = setUp({}, asking('2'), { timeout: 1_500 });
    const { error, at } = await settled(clock, client.get(url));
    expect(at).toBe(0);
    expect((error as Error).message).toContain('would pass the deadline, 1.5 s away');
    expect(error).toBeInstanceOf(ClientError);
  });

  it('is ignored with respectRetryAfter: false', async () => {
    const { clock, client } = setUp({ retry: { respectRetryAfter: false } }, asking('6'));
    expect((await settled(clock, client.get(url))).at).toBe(50);
  });
});

describe('what a call ends with', () => {
  it("onExhausted: 'wrap' gives RetryExhaustedError around what came last", async () => {
    const { clock, client } = setUp({ retry: { onExhausted: 'wrap' } }, failing);
    const { error } = await settled(clock, client.get(url));
    expect(error).toBeInstanceOf(RetryExhaustedError);
    const { message, lastResponse, lastError, attempts } = error as RetryExhaustedError;
    expect(message).toContain('All 3 retry attempts exhausted');
    expect(lastResponse?.status).toBe(503);
    expect(lastError).toBeUndefined();
    expect(attempts).toHaveLength(3);
  });

  it('the wrapper holds the error where no response came', async () => {
    const refused = new NetworkError('refused', 'Cannot connect', { sent: 'none' });
    const { clock, client } = setUp({ retry: { onExhausted: 'wrap', maxAttempts: 2 } }, () => {
      throw refused;
    });
    const { error } = await settled(clock, client.post(url));
    expect(error).toMatchObject({
      lastError: refused,
      cause: refused,
      message: 'All 2 retry attempts exhausted',
    });
  });

  it('an error itself carries the note, not only a status', async () => {
    const { clock, client } = setUp({}, () => {
      throw new NetworkError('refused', 'Cannot connect to host a.test:80', { sent: 'none' });
    });
    const { error } = await settled(clock, client.get(url));
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as Error).message).toBe('Cannot connect to host a.test:80 (gave up after 3 attempts)');
  });

  it('with throwOnStatus: false it is the last response', async () => {
    const { clock, client } = setUp({ retry: { onExhausted: 'wrap' } }, failing);
    const { value } = await settled(clock, client.get(url, { throwOnStatus: false }));
    expect((value as HttpResponse).status).toBe(503);
    expect((value as HttpResponse).attempts.at(-1)?.stopped).toBe('gave up after 3 attempts');
  });

  it('a success after retries is one response with a ledger of all attempts', async () => {
    const { clock, client, events } = setUp({}, (_, index) => wireResponse(index < 2 ? 503 : 200));
    const { value } = await settled(clock, client.get(url));
    expect((value as HttpResponse).attempts).toHaveLength(3);
    expect(events.names).toEqual(['retry.scheduled', 'retry.scheduled']);
    expect(events.details[1]).toMatchObject({
      attempt: 3,
      delay: 100,
      reason: 'status 503',
      method: 'GET',
      url,
    });
  });

  it.each([401, 404, 500])('an outcome that is final after a retry is left as it is (%i)', async (status) => {
    const { clock, client, requests } = setUp({}, (_, index) => wireResponse(index === 0 ? 503 : status));
    const { error } = await settled(clock, client.get(url));
    expect(requests).toHaveLength(2);
    expect(error).toMatchObject({ status });
    expect((error as Error).message).not.toContain('gave up');
  });
});

describe('per call', () => {
  it('retry: false leaves one attempt and no note', async () => {
    const { clock, client, requests } = setUp({}, failing);
    const { error } = await settled(clock, client.get(url, { retry: false }));
    expect(requests).toHaveLength(1);
    expect((error as Error).message).toBe(`HTTP 503: Service Unavailable (GET ${url})`);
  });

  it('retry: {...} is laid over the settings of the client', async () => {
    const { clock, client, requests } = setUp({ retry: { statuses: [500] } }, () => wireResponse(500));
    await settled(clock, client.get(url, { retry: { maxAttempts: 5 } }));
    expect(requests).toHaveLength(5);
  });

  it('retry: {...} turns it on for a client that has it off', async () => {
    const { clock, client, requests } = setUp({ retry: false }, failing);
    await settled(clock, client.get(url));
    expect(requests).toHaveLength(1);
    await settled(clock, client.get(url, { retry: { maxAttempts: 2 } }));
    expect(requests).toHaveLength(3);
  });

  it.each([
    [{ retry: { maxAttempts: 0 } }, 'retry.maxAttempts must be a whole number from 1'],
    [{ retry: { maxDelay: -1 } }, 'retry.maxDelay'],
    [{ retry: 3 }, 'retry must be'],
    [{ idempotent: 'yes' }, 'idempotent must be a boolean'],
  ])('refuses %o before anything is sent', async (options, message) => {
    const { clock, client, requests } = setUp({}, failing);
    const { error } = await settled(clock, client.get(url, options as object));
    expect(error).toMatchObject({ code: 'ERR_HTTP_INVALID_REQUEST' });
    expect((error as Error).message).toContain(message);
    expect(requests).toHaveLength(0);
  });
});

describe('the budget', () => {
  it('B5: one deposit per call, none per attempt; a call that may not be retried withdraws nothing', async () => {
    const budget = retryBudget({ minRetriesPerSecond: 1, percentCanRetry: 1 });
    const { clock, client } = setUp({ budget }, failing);
    const before = budget.balance(0);
    await settled(clock, client.post(url), 1_000);
    expect(budget.balance(clock.now())).toBe(before + 1);
    await settled(clock, client.get(url), 1_000);
    expect(budget.balance(clock.now())).toBe(before + 2 - 2);
  });

  it('refuses with what came last', async () => {
    const budget = retryBudget({ minRetriesPerSecond: 0, percentCanRetry: 0 });
    const { clock, client, requests, events } = setUp({ budget }, failing);
    const { error } = await settled(clock, client.get(url));
    expect(error).toBeInstanceOf(RetryBudgetExhaustedError);
    const { lastResponse, lastError, attempts, message } = error as RetryBudgetExhaustedError;
    expect(message).toContain('Retry budget exhausted after 1 attempt');
    expect([lastResponse?.status, lastError, attempts.length]).toEqual([503, undefined, 1]);
    expect(attempts[0]?.stopped).toBe('the retry budget refused another attempt');
    expect(requests).toHaveLength(1);
    expect(events.names).toEqual(['retry.budget_refused']);
  });

  it('with throwOnStatus: false the refusal is the last response, and the ledger says why', async () => {
    const { clock, client, events } = setUp(
      { budget: { minRetriesPerSecond: 0, percentCanRetry: 0 } },
      failing,
    );
    const { value } = await settled(clock, client.get(url, { throwOnStatus: false }));
    expect((value as HttpResponse).status).toBe(503);
    expect((value as HttpResponse).attempts[0]?.stopped).toBe('the retry budget refused another attempt');
    expect(events.names).toEqual(['retry.budget_refused']);
  });

  it('B1: with budget and reserve empty there is one attempt per call, from the first call on', async () => {
    const { clock, client, requests } = setUp(
      { budget: { minRetriesPerSecond: 0, percentCanRetry: 0 } },
      failing,
    );
    for (let call = 0; call < 20; call++) await settled(clock, client.get(url));
    expect(requests).toHaveLength(20);
  });

  it('is one per client unless it is shared', async () => {
    const budget = retryBudget({ minRetriesPerSecond: 0.1, percentCanRetry: 0 });
    const one = setUp({ budget }, failing);
    const other = setUp({ budget }, failing);
    await settled(one.clock, one.client.get(url), 1_000);
    expect((await settled(other.clock, other.client.get(url), 1_000)).error).toBeInstanceOf(
      RetryBudgetExhaustedError,
    );
    const alone = setUp({ budget: { minRetriesPerSecond: 0.1, percentCanRetry: 0 } }, failing);
    await settled(alone.clock, alone.client.get(url), 1_000);
    expect(alone.requests).toHaveLength(2);
  });
});

describe('the silent retry on a stale socket', () => {
  const once: Script = (_, index) => (index === 0 ? stale() : wireResponse(200));

  it.each([{}, { retry: false as const }, { budget: false as const }])(
    'goes out at once with %o',
    async (options) => {
      const { clock, client, requests } = setUp(options, once);
      const { value, at } = await settled(clock, client.get(url));
      expect([at, requests.length]).toEqual([0, 2]);
      expect((value as HttpResponse).attempts[1]?.reason).toBe('the kept-alive socket had gone stale');
      expect(requests.map(({ freshSocket }) => freshSocket)).toEqual([false, true]);
    },
  );

  it('is not for a POST', async () => {
    const { clock, client, requests } = setUp({}, once);
    expect((await settled(clock, client.post(url))).error).toMatchObject({ reason: 'reset', reused: true });
    expect(requests).toHaveLength(1);
  });

  it('is not for a body that is spent', async () => {
    const { clock, client, requests } = setUp({ retry: false }, once);
    async function* body() {
      yield Buffer.from('once');
    }
    const { error } = await settled(clock, client.put(url, { body: body() }));
    expect(error).toMatchObject({ reason: 'reset', reused: true });
    expect(requests).toHaveLength(1);
  });

  it('happens once a call; after that a reset is a reset', async () => {
    const { clock, client, requests } = setUp({}, stale);
    const { error, at } = await settled(clock, client.get(url));
    expect(requests).toHaveLength(3);
    expect(at).toBe(100);
    expect((error as ClientError).attempts.map(({ delay }) => delay)).toEqual([0, 0, 100]);
    const off = setUp({ retry: false }, stale);
    await settled(off.clock, off.client.get(url));
    expect(off.requests).toHaveLength(2);
  });

  it('counts in maxAttempts and is charged to the budget', async () => {
    const one = setUp({ retry: { maxAttempts: 1 } }, once);
    await settled(one.clock, one.client.get(url));
    expect(one.requests).toHaveLength(1);
    const empty = setUp({ retry: false, budget: { minRetriesPerSecond: 0, percentCanRetry: 0 } }, once);
    expect((await settled(empty.clock, empty.client.get(url))).error).toBeInstanceOf(
      RetryBudgetExhaustedError,
    );
  });
});

describe('an attempt header', () => {
  it('RT10: is sent only when it was asked for, and counts up', async () => {
    const silent = setUp({}, failing);
    await settled(silent.clock, silent.client.get(url));
    expect(
      silent.requests.flatMap(({ headers }) => Object.keys(headers)).filter((name) => /attempt/i.test(name)),
    ).toEqual([]);
    const { clock, client, requests } = setUp({ retry: { attemptHeader: 'X-Attempt' } }, failing);
    await settled(clock, client.get(url));
    expect(requests.map(({ headers }) => headers['x-attempt'])).toEqual(['1', '2', '3']);
  });
});
