import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../http-testing/src/clock/virtual-clock.ts';
import {
  type AnyClientError,
  createClient,
  DecodeError,
  MissingDecoderError,
  NotFoundError,
  type StatusError,
  TimeoutError,
} from '../../src/index.ts';
import { Check, checks, has } from '../support/check-decoder.ts';
import { type Answer, fakeTransport, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';
const name = has('name');

function clientFor(answer: Answer) {
  return createClient({ plugins: [checks(), fakeTransport(() => answer)] });
}

describe('a call with a schema', () => {
  it('resolves to the decoded value, which the response carries', async () => {
    const call = clientFor({ body: '{"name":"Ada"}' }).get(url, { schema: name });
    expect(await call).toEqual({ name: 'Ada' });
    const { data, response } = await call.withResponse();
    expect(response.data).toBe(data);
    expect(await call.result()).toEqual({ ok: true, data, response });
  });

  it('decodes every 2xx', async () => {
    for (const status of [200, 201, 206, 299]) {
      expect(await clientFor({ status, body: '{"name":"Ada"}' }).get(url, { schema: name })).toEqual({
        name: 'Ada',
      });
    }
  });

  it.each([304, 302, 399])('is a DecodeError when %d did not raise', async (status) => {
    const client = clientFor({ status, body: '{"name":"Ada"}' });
    const error = await rejection(client.get(url, { schema: name, redirect: { follow: false } }));
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({
      message: `Status ${status} did not raise, but only 2xx bodies are decoded`,
    });
    expect((error as DecodeError).response.status).toBe(status);
  });

  it('is a DecodeError when an error status was kept from raising', async () => {
    const client = clientFor({ status: 500, body: '{"name":"Ada"}' });
    const error = await rejection(client.get(url, { schema: name, throwOnStatus: false }));
    expect(error).toMatchObject({ code: 'ERR_HTTP_DECODE', schema: name });
  });

  it.each([200, 204, 205])('is a DecodeError when the body of a %d is empty', async (status) => {
    const error = await rejection(clientFor({ status }).get(url, { schema: name }));
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({
      message: `The body is empty (status ${status}), where a schema was given`,
    });
    expect((error as DecodeError).schema).toBe(name);
  });

  it('raises a status before it looks at the body', async () => {
    const error = await rejection(
      clientFor({ status: 404, body: '{"name":"Ada"}' }).get(url, { schema: name }),
    );
    expect(error).toBeInstanceOf(NotFoundError);
    expect((error as NotFoundError).data).toBeUndefined();
  });

  it('carries the ledger, the request and the call site', async () => {
    const error = (await rejection(clientFor({ body: '{}' }).get(url, { schema: name }))) as DecodeError;
    expect(error.attempts).toHaveLength(1);
    expect(error.attempts[0]?.status).toBe(200);
    expect(error.request?.url).toBe(url);
    expect(error.message).toBe('The body does not fit the schema: the body: must have name');
  });

  it('awaits a decoder, inside the deadline', async () => {
    const later = new Check((value) => Promise.resolve(value));
    expect(await clientFor({ body: '[1]' }).get(url, { schema: later })).toEqual([1]);
    const clock = new VirtualClock();
    const never = new Check(() => new Promise<never>(() => {}));
    const plugins = [checks(), fakeTransport(() => ({ body: '[1]' }))] as const;
    const client = createClient({ plugins, clock, timeout: 1_000 });
    const settled = rejection(client.get(url, { schema: never }));
    await clock.advance(1_001);
    expect(await settled).toBeInstanceOf(TimeoutError);
  });

  it('sends nothing when no decoder takes it', async () => {
    const transport = fakeTransport();
    const client = createClient({ plugins: [checks(), transport] });
    expect(await rejection(client.get(url, { schema: {} as never }))).toBeInstanceOf(MissingDecoderError);
    expect(await rejection(client.get(url, { errors: { 404: {} as never } }))).toBeInstanceOf(
      MissingDecoderError,
    );
    expect(transport.requests).toHaveLength(0);
  });
});

it('json() without a schema fails in the same way', async () => {
  const error = await rejection(clientFor({ body: '{"password":"hunter2' }).get(url).json());
  expect(error).toBeInstanceOf(DecodeError);
  expect((error as DecodeError).schema).toBeUndefined();
  expect((error as DecodeError).original).toBeInstanceOf(SyntaxError);
  expect((error as DecodeError).attempts).toHaveLength(1);
  expect(JSON.stringify(error)).not.toContain('hunter2');
});

describe('errors', () => {
  const problem = has('title');
  const fitting: Answer = { status: 404, body: '{"title":"gone"}' };

  it('decodes the body of its status into the data of the error', async () => {
    const result = await clientFor(fitting)
      .get(url, { schema: name, errors: { 404: problem } })
      .result();
    expect(result.ok).toBe(false);
    if (result.ok || result.error.status !== 404) throw new Error('not the 404');
    expect(result.error.data?.title).toBe('gone');
    expect(result.error).toBeInstanceOf(NotFoundError);
    expect(await result.error.response.json()).toEqual({ title: 'gone' });
  });

  it('works without a schema for the answer', async () => {
    const error = await rejection(clientFor(fitting).get(url, { errors: { 404: problem } }));
    expect((error as StatusError).data).toEqual({ title: 'gone' });
  });

  it('leaves other statuses alone', async () => {
    const error = await rejection(
      clientFor({ ...fitting, status: 409 }).get(url, { errors: { 404: problem } }),
    );
    expect((error as StatusError).data).toBeUndefined();
    expect((error as StatusError).attempts[0]?.notes).toEqual([]);
  });

  it.each([
    ['does not fit', '{"other":"hunter2"}', 'The body does not fit the schema: the body: must have title'],
    ['is not JSON', '<p>hunter2</p>', 'The body is not valid JSON'],
    ['is empty', '', 'The body is empty, where JSON was expected'],
  ])('raises the same error with a note in the ledger when the body %s', async (_, body, note) => {
    const error = await rejection(clientFor({ status: 404, body }).get(url, { errors: { 404: problem } }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect((error as StatusError).data).toBeUndefined();
    expect((error as AnyClientError).attempts.at(-1)?.notes).toEqual([
      `the body of the error did not fit its schema: ${note}`,
    ]);
  });

  it('does not touch what is no status error', async () => {
    const failing = fakeTransport(() => Promise.reject(new TimeoutError('headers', 10)));
    const client = createClient({ plugins: [checks(), failing] });
    expect(await rejection(client.get(url, { errors: { 404: problem } }))).toBeInstanceOf(TimeoutError);
  });

  it.each<object>([{ 200: problem }, { '4xx': problem }, { 404: undefined }])(
    'refuses %j',
    async (errors) => {
      const error = await rejection(clientFor(fitting).get(url, { errors: errors as never }));
      expect(error).toMatchObject({
        code: expect.stringMatching(/INVALID_REQUEST|MISSING_DECODER/) as string,
      });
    },
  );
});
