// What runs in the browser. Each gives plain data that the test looks at, because nothing else crosses to it.
import { createClient, isClientError, NotFoundError, TimeoutError } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { mockTransport } from '@x/http-testing/mock';
import { zod } from '@x/http-zod';
import * as z from 'zod';

const User = z.object({ id: z.number(), name: z.string() });

/** A client on whatever transport this platform starts with. */
function clientFor(baseUrl: string) {
  return createClient({ baseUrl, plugins: [resilience({ retry: { baseDelay: 1 } }), zod()] });
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

export async function success(origin: string) {
  await using api = clientFor(origin);
  const { data, response } = await api.get('users/1', { schema: User }).withResponse();
  const { transport } = api.describe();
  return { transport, data, status: response.status, type: response.headers.get('content-type') };
}

export async function compressed(origin: string) {
  await using api = clientFor(origin);
  return { text: await api.get('gzip').text() };
}

export async function notFound(origin: string) {
  await using api = clientFor(origin);
  const error = await failure(api.get('missing'));
  if (!(error instanceof NotFoundError)) throw error;
  return { isClientError: isClientError(error), status: error.status, body: await error.response.json() };
}

export async function timeout(origin: string) {
  await using api = clientFor(origin);
  const errors = [
    await failure(api.get('hang', { timeout: 100 }) as Promise<unknown>),
    await failure(api.get('hang', { timeout: { headers: 100 }, retry: false })),
    await failure(api.get('half', { timeout: { idle: 100 }, retry: false })),
  ];
  return errors.map((error) => (error instanceof TimeoutError ? error.phase : String(error)));
}

export async function abort(origin: string) {
  await using api = clientFor(origin);
  const controller = new AbortController();
  const reason = new Error('changed my mind');
  const call = failure(api.get('hang', { signal: controller.signal }));
  // Not before the request is out: the server tells by answering another one.
  await api.get('hanging').text();
  controller.abort(reason);
  return { isTheReason: (await call) === reason };
}

export async function retry(origin: string) {
  await using api = clientFor(origin);
  const response = await api.get('flaky');
  return { status: response.status, attempts: response.attempts.map(({ status }) => status) };
}

export async function refused(_origin: string, closed: string) {
  await using api = clientFor(closed);
  const error = await failure(api.get('users/1', { retry: false }));
  return isClientError(error) ? { code: error.code, secret: String(error).includes('hunter2') } : undefined;
}

export async function uploads(origin: string) {
  await using api = clientFor(origin);
  const form = new FormData();
  form.set('file', new Blob(['12345']), 'five.txt');
  const chunks = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const letter of ['a', 'b']) controller.enqueue(new TextEncoder().encode(letter));
      controller.close();
    },
  });
  return {
    json: await api.post('echo', { json: { a: 1 } }).text(),
    stream: await api.post('echo', { body: chunks }).text(),
    form: (await api.post('echo', { body: form }).text()).includes('12345'),
  };
}

export async function abortedUpload(origin: string) {
  await using api = clientFor(origin);
  const controller = new AbortController();
  const reason = new Error('changed my mind');
  const { promise: cancelled, resolve } = Promise.withResolvers<boolean>();
  const endless = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      stream.enqueue(new Uint8Array(1));
      // A read is waiting for the next chunk then, which never comes.
      setTimeout(() => controller.abort(reason));
      return new Promise(() => {});
    },
    cancel: () => resolve(true),
  });
  const error = await failure(api.post('echo', { body: endless, signal: controller.signal }));
  return { isTheReason: error === reason, isCancelled: await cancelled };
}

export async function mocked() {
  const mock = mockTransport();
  mock.on('GET', '/users/1').reply(200, { id: 1, name: 'Ada' });
  await using api = createClient({ baseUrl: 'https://api.example.com/', plugins: [mock, zod()] });
  return { transport: api.describe().transport, data: await api.get('users/1', { schema: User }) };
}

export async function undecodable() {
  const mock = mockTransport();
  mock.on('GET', '/gzip').reply(200, new Uint8Array([31, 139, 8]), { 'content-encoding': 'gzip' });
  await using api = createClient({ baseUrl: 'https://api.example.com/', plugins: [mock] });
  const error = await failure(api.get('gzip'));
  return isClientError(error) ? { code: error.code, message: error.message } : String(error);
}

export async function streamed(origin: string) {
  await using api = clientFor(origin);
  const response = await api.stream('GET', 'chunks');
  const reader = response.body.getReader();
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) length += read.value.length;
  return { status: response.status, length };
}
