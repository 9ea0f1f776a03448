import { createClient, NetworkError } from '@x/http-core';

import { mockTransport, type MockRequest, type PathParams, virtualClock } from '../../src/mock/index.ts';

const mock = mockTransport({ keepAlive: true });
const client = createClient({ clock: virtualClock(), plugins: [mock] });

/** Compiles only for two types that are the same. */
function same<A>() {
  return <B>(..._mustBeTheSame: [A] extends [B] ? ([B] extends [A] ? [] : [never]) : [never]): void => {};
}
same<PathParams<'/users/:id/files/:name'>>()<{ readonly id: string; readonly name: string }>();
same<PathParams<'https://api.example.com:8080/users/:id?page=2'>>()<{ readonly id: string }>();
same<PathParams<'/files/*'>>()<{ readonly rest: string }>();
same<PathParams<'/users'>>()<{}>();
same<PathParams<string>>()<Readonly<Record<string, string>>>();

export const routes = [
  () => mock.on('GET', '/users/:id').reply(({ params }) => ({ status: 200, body: params.id.toUpperCase() })),
  // @ts-expect-error -- the path has no such parameter
  () => mock.on('GET', '/users/:id').reply(({ params }) => ({ body: params.name })),
  () => mock.on('GET', /x/).reply(({ params }) => ({ body: params['name'] ?? '' })),
  () => mock.on('*', (request: MockRequest) => request.path === '/x').reply(200),
  // @ts-expect-error -- what changes a reply comes after one
  () => mock.on('GET', '/x').delay(5),
  // @ts-expect-error -- a status comes first
  () => mock.on('GET', '/x').reply({ id: 1 }),
  // @ts-expect-error -- nothing but HTTP can be replied
  () => mock.on('GET', '/x').reply(() => 'text'),
  () => mock.on('GET', '/x').reply(() => Response.json({})),
  () =>
    mock.on('GET', '/x').reply(200, async function* ({ wait }) {
      await wait(5);
      yield 'text';
    }),
  // @ts-expect-error -- pacing is an object
  () => mock.on('GET', '/x').reply(200, 'text').chunked(5),
  () => mock.on('GET', '/x').fail('reset', { reused: true, sent: 'complete' }),
  () => mock.on('GET', '/x').fail(new NetworkError('reset', 'x')),
  () =>
    mock
      .on('GET', '/:id')
      .fail(({ request, evidence }) => new NetworkError('reset', request.params.id, evidence)),
  // @ts-expect-error -- a failure is an error of the tree
  () => mock.on('GET', '/x').fail(new Error('x')),
  // @ts-expect-error -- or one of the names
  () => mock.on('GET', '/x').fail('broken'),
  // @ts-expect-error -- total is no phase of an exchange
  () => mock.on('GET', '/x').stall('total'),
  () => mock.on('POST', '/x', { body: { id: /\d/, tags: [(tag: string) => tag !== ''] } }),
  // @ts-expect-error -- a condition is query, headers or body
  () => mock.on('GET', '/x', { header: {} }),
];

const users = mock.on('GET', '/users/:id').reply(200);
same<(typeof users.calls)[number]['params']>()<{ readonly id: string }>();
export const ids: readonly string[] = mock.calls.for(users).map(({ params }) => params.id);
export const methods: readonly string[] = mock.calls.map(({ method }) => method);
// @ts-expect-error -- the log is not for writing
export const written = (): unknown => mock.calls.push();
// @ts-expect-error -- the mock adds no call option
export const call = (): unknown => client.get('', { mock: true });
