import {
  type AnyClientError,
  type ClientStatusError,
  createClient,
  type HttpResponse,
  type NotFoundError,
  type Result,
  type ServerStatusError,
  type UnprocessableEntityError,
} from '../src/index.ts';
import { Check, checks, has } from './support/check-decoder.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

const api = createClient({ plugins: [checks()] });
const bare = createClient();
const name = has('name');
const title = has('title');
const count = new Check((value) => Number(value));

// Without a schema a verb resolves to the response.
const plain = api.get('users');
holds<Equal<Awaited<typeof plain>, HttpResponse>>();
void plain.json();

// With one it resolves to what the schema decodes to, and has no json() any more.
const decoded = api.get('users', { schema: name });
holds<Equal<Awaited<typeof decoded>, Record<'name', string>>>();
// @ts-expect-error the body has been decoded
void decoded.json();
const withResponse = await decoded.withResponse();
holds<Equal<typeof withResponse.data, Record<'name', string>>>();
holds<Equal<typeof withResponse.response, HttpResponse>>();
const result = await decoded.result();
holds<Equal<typeof result, Result<Record<'name', string>, AnyClientError<{}>>>>();
if (result.ok) holds<Equal<typeof result.data, Record<'name', string>>>();
else holds<Equal<typeof result.data, undefined>>();

// Every verb carries it.
const posted = api.request('POST', 'users', { schema: count, json: { name: 'Ada' } });
holds<Equal<Awaited<typeof posted>, number>>();
for (const verb of [api.get, api.head, api.options, api.post, api.put, api.patch, api.delete] as const) {
  const value = verb('users', { schema: count });
  holds<Equal<Awaited<typeof value>, number>>();
}

// A schema that no decoder of the client takes does not compile.
// @ts-expect-error this client has no decoder
void bare.get('users', { schema: name });
// @ts-expect-error nobody takes a plain object
void api.get('users', { schema: { type: 'string' } });
// @ts-expect-error nor an array
void api.request('GET', 'users', { schema: [] });
// @ts-expect-error a stream is not decoded
void api.stream('GET', 'users', { schema: name });

// A client that extends another decodes as its parent does.
const extended = api.extend({ name: 'child' });
const inherited = extended.get('users', { schema: count });
holds<Equal<Awaited<typeof inherited>, number>>();

// Error bodies are typed by their status.
const typed = await api
  .get('users/1', { schema: name, errors: { 404: title, 422: count, 418: name, 502: title } })
  .result();
if (!typed.ok) {
  const { error } = typed;
  switch (error.status) {
    case 404:
      holds<Equal<typeof error, NotFoundError<Record<'title', string> | undefined>>>();
      holds<Equal<typeof error.data, Record<'title', string> | undefined>>();
      break;
    case 422:
      holds<Equal<typeof error, UnprocessableEntityError<number | undefined>>>();
      break;
    case 418: {
      const fallback: ClientStatusError<Record<'name', string> | undefined> = error;
      holds<Equal<typeof error.data, Record<'name', string> | undefined>>();
      void fallback;
      break;
    }
    case 502: {
      const fallback: ServerStatusError<Record<'title', string> | undefined> = error;
      void fallback;
      break;
    }
    case 409:
      holds<Equal<typeof error.data, unknown>>();
      break;
    case undefined:
      // @ts-expect-error only status errors have data
      void error.data;
      break;
    default:
  }
}

// Without a schema for the answer as well.
const undecoded = await api.delete('users/1', { errors: { 409: title } }).result();
if (undecoded.ok) holds<Equal<typeof undecoded.data, HttpResponse>>();
else if (undecoded.error.status === 409) {
  holds<Equal<typeof undecoded.error.data, Record<'title', string> | undefined>>();
}

// Error bodies take the same schemas, under statuses that raise.
// @ts-expect-error nobody takes a plain object
void api.get('users', { errors: { 404: {} } });
// @ts-expect-error a 200 does not raise
void api.get('users', { errors: { 404: title, 200: title } });
// @ts-expect-error nor is this a status
void api.get('users', { schema: name, errors: { notFound: title } });
// @ts-expect-error this client has no decoder
void bare.get('users', { errors: { 404: title } });

// What is typed by status still is an error like any other.
declare const narrow: AnyClientError<{ readonly 404: Record<'title', string> }>;
const wide: AnyClientError = narrow;
void wide;
