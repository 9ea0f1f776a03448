import type { Attempt, Call, Hop } from '../src/call/context.ts';
import type { Client } from '../src/client.ts';
import { createClients } from '../src/clients.ts';
import { createClient } from '../src/create-client.ts';
import { afterResponse } from '../src/interceptors/after-response.ts';
import { beforeRequest } from '../src/interceptors/before-request.ts';
import { type AnyPlugin, type Contribution, definePlugin, type Plugin, type Send } from '../src/plugin.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

interface Jar {
  readonly jar: true;
}
declare const cookies: Plugin<'cookies', { readonly cookies?: false | Jar }>;
declare const tenant: Plugin<'tenant', { readonly tenant: string }>;
declare const plain: Plugin<'plain'>;

interface OnlyText {
  readonly '~kind': 'text';
}
declare const decoding: Plugin<
  'decoding',
  {},
  { readonly schema: unknown; readonly accepts: OnlyText; readonly output: string }
>;

// A plugin fits what `plugins` takes, with required options and decoders too.
const fitting: readonly AnyPlugin[] = [cookies, tenant, plain, decoding];
void fitting;

// Options of a call come from the plugins, and from nowhere else.
const bare = createClient();
const withCookies = createClient({ plugins: [cookies] });
void withCookies.get('/', { cookies: false });
void withCookies.post('/', { cookies: { jar: true }, json: 1 });
void withCookies.stream('GET', '/', { cookies: false });
void withCookies.request('GET', '/', { cookies: false });
// @ts-expect-error no cookies plugin, no cookies option
void bare.get('/', { cookies: false });
// @ts-expect-error true is no jar
void withCookies.get('/', { cookies: true });
// @ts-expect-error an option that nobody has
void withCookies.get('/', { cookeis: false });
// @ts-expect-error no plugin that caches
void withCookies.stream('GET', '/', { cache: false });

// A required option of a plugin is required of every call, decoded or not.
const withTenant = createClient({ plugins: [tenant, decoding] });
void withTenant.get('/', { tenant: 'a' });
// @ts-expect-error tenant is missing
void withTenant.get('/', { json: 1 });
// @ts-expect-error tenant is missing
void withTenant.get('/', { schema: { '~kind': 'text' } });

// The options of several plugins come together; extend adds to them.
const both = createClient({ plugins: [cookies, tenant, plain] });
void both.get('/', { cookies: false, tenant: 'a' });

// Plugins of which only the list is known, such as loaded ones, take nothing from those beside them.
declare const loaded: readonly AnyPlugin[];
const around = createClient({ plugins: [tenant, ...loaded, decoding, cookies] });
void around.get('/', { tenant: 'a', cookies: false, schema: { '~kind': 'text' } });

const decodeAround = () => around.get('/', { tenant: 'a', schema: { '~kind': 'text' } });
holds<Equal<Awaited<ReturnType<typeof decodeAround>>, string>>();
// @ts-expect-error tenant is missing
void around.get('/', { cookies: false });
// @ts-expect-error nothing is known of what was loaded
void createClient({ plugins: loaded }).get('/', { cookies: false });

const extended = withCookies.extend({ plugins: [tenant] });
void extended.get('/', { cookies: false, tenant: 'a' });
// @ts-expect-error tenant is missing
void extended.get('/', { cookies: false });
const same = withCookies.extend({ timeout: 5 });
void same.get('/', { cookies: false });
// @ts-expect-error pool belongs to the connections of the parent
withCookies.extend({ pool: {} });
// @ts-expect-error so does tls
withCookies.extend({ tls: {} });

// A schema that no decoder takes does not compile; one that is taken gives its type.
const text = { '~kind': 'text' } as const;
const decoder = createClient({ plugins: [plain, decoding] });
const decoded = decoder.get('/', { schema: text });
holds<Equal<Awaited<typeof decoded>, string>>();
// @ts-expect-error not a schema of a registered decoder
void decoder.get('/', { schema: { '~standard': {} } });
// @ts-expect-error no decoder at all
void bare.get('/', { schema: text });
// @ts-expect-error a stream is not decoded
void decoder.stream('GET', '/', { schema: text });
// @ts-expect-error a decoded call has no text()
void decoded.text();
void decoder.get('/').text();

// A client with plugins goes where a plain one is asked for, as long as they require nothing of a call.
const takesAny = (client: Client): void => void client.get('/');
takesAny(bare);
takesAny(createClient({ plugins: [plain] }));
takesAny(withCookies);

// Named clients keep what each one's plugins add.
const { clients } = createClients({ users: { plugins: [cookies] }, billing: {} });
void clients.users.get('/', { cookies: false });
// @ts-expect-error only users has cookies
void clients.billing.get('/', { cookies: false });

// Every slot has the context of its scope; retry and redirect are the only ways inwards.
const contribution: Contribution<{ readonly tenant: string }> = {
  call: {
    around: (inner) => (call) => {
      holds<Equal<typeof call, Call<{ readonly tenant: string }>>>();
      holds<Equal<typeof call.options.tenant, string>>();
      // @ts-expect-error options are the caller's and not to be written to
      call.options.tenant = 'b';
      return inner(call);
    },
    retry: (inner) => (call) => {
      holds<Equal<typeof inner, Send<Attempt<{ readonly tenant: string }>>>>();
      return inner(call.beginAttempt());
    },
  },
  attempt: {
    trace: (inner) => (attempt) => {
      holds<Equal<typeof attempt.attempt, number>>();
      return inner(attempt);
    },
    redirect: (inner) => (attempt) => {
      holds<Equal<typeof inner, Send<Hop<{ readonly tenant: string }>>>>();
      return inner(attempt.beginHop());
    },
  },
  hop: {
    sign: (inner) => (hop) => {
      holds<Equal<typeof hop.redirected, boolean>>();
      holds<Equal<typeof hop.initialOrigin, string>>();
      return inner(hop);
    },
  },
};
void contribution;

const misplaced: Contribution = {
  // @ts-expect-error a call is not an attempt: only retry goes there
  call: { retry: (inner) => (call) => inner(call) },
};
const stayed: Contribution = {
  // @ts-expect-error an attempt is not a hop: only redirect goes there
  attempt: { redirect: (inner) => (attempt) => inner(attempt) },
};
const shortcut: Contribution = {
  // @ts-expect-error around stays in the call: no way to an attempt
  call: { around: (inner) => (call) => inner(call.beginAttempt()) },
};
const repeated: Contribution = {
  attempt: {
    // @ts-expect-error an attempt cannot begin another
    around: (inner) => (attempt) => inner(attempt.beginAttempt()),
  },
};
const unknownSlot: Contribution = {
  // @ts-expect-error no such slot
  call: { arround: (inner: Send<Call>) => inner },
};
const otherScope: Contribution = {
  // @ts-expect-error cookies is a slot of the hop
  call: { cookies: (inner: Send<Call>) => inner },
};
void [misplaced, stayed, shortcut, repeated, unknownSlot, otherScope];

// A plugin's name is kept, setup is synchronous, the contract is 1.
const named = definePlugin({ name: 'named', contract: 1, setup: () => ({}) });
holds<Equal<typeof named.name, 'named'>>();
// @ts-expect-error setup returns a contribution, not a promise of one
definePlugin({ name: 'late', contract: 1, setup: async () => ({}) });
// @ts-expect-error contract 2 is not spoken here
definePlugin({ name: 'two', contract: 2, setup: () => ({}) });

// An interceptor is given the context of its scope.
beforeRequest((_, context) => holds<Equal<typeof context, Call>>());
beforeRequest((_, context) => holds<Equal<typeof context, Attempt>>(), { scope: 'attempt' });
beforeRequest((_, context) => holds<Equal<typeof context, Hop>>(), { scope: 'hop' });
afterResponse((_, context) => holds<Equal<typeof context, Call>>());
afterResponse((_, context) => holds<Equal<typeof context, Hop>>(), { scope: 'hop' });
// @ts-expect-error a call has no origin yet
beforeRequest((_, context) => void context.origin);
