import { describe, expect, it, test } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { ClientError, ConfigurationError } from '../../src/errors/index.ts';
import type { AnyPlugin } from '../../src/plugin.ts';
import { fakeTransport } from '../support/fake-transport.ts';

const layer = (inner: unknown) => inner;

function plugin(name: string, contribution: object = {}, extra: object = {}): AnyPlugin {
  return { name, contract: 1, setup: () => contribution, ...extra };
}

/** The message that a set of plugins is refused with. */
function refusal(plugins: unknown, options: object = {}): string {
  try {
    createClient({ ...options, plugins: plugins as AnyPlugin[] });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe('a set of plugins that does not go together is refused at construction', () => {
  test.each([
    ['a double name', [plugin('a'), plugin('a')], /'a' is registered twice; remove one/],
    [
      'two in an exclusive slot',
      [plugin('a', { call: { retry: layer } }), plugin('b', { call: { retry: layer } })],
      /Plugins 'a' and 'b' both fill the slot 'retry'; .*keep one/,
    ],
    [
      'a breaker per call and one per attempt',
      [plugin('a', { call: { breaker: layer } }), plugin('b', { attempt: { breaker: layer } })],
      /'a' and 'b' both fill the slot 'breaker'/,
    ],
    [
      'one breaker in both places',
      [plugin('a', { call: { breaker: layer }, attempt: { breaker: layer } })],
      /'a' fills the slot 'breaker' twice/,
    ],
    [
      'the same sugar name in an exclusive slot',
      [plugin('[x]', { call: { cache: layer } }), plugin('[x]', { call: { cache: layer } })],
      /'\[x\]' fills the slot 'cache' twice/,
    ],
    [
      'two transports',
      [
        fakeTransport(),
        plugin('other', { transport: { name: 'o', features: new Set(), exchange: layer, close: layer } }),
      ],
      /'fake' and 'other' both fill the transport; .*keep one/,
    ],
    [
      'a requirement that is not met',
      [plugin('a', {}, { requires: ['cookies'] })],
      /'a' requires plugin 'cookies'; add 'cookies'/,
    ],
    [
      'requirements that are no list',
      [plugin('a', {}, { requires: 'cookies' })],
      /'a': its 'requires' must be a list/,
    ],
    [
      'another contract',
      [plugin('a', {}, { contract: 2 })],
      /'a' speaks contract 2, this client speaks contract 1; install versions that fit/,
    ],
    ['no contract', [plugin('a', {}, { contract: undefined })], /contract undefined/],
    [
      'an unknown slot',
      [plugin('a', { call: { arround: layer } })],
      /'a' fills the unknown slot 'call.arround'; the slots of call are observe, deadline, recover/,
    ],
    ['a slot of another scope', [plugin('a', { hop: { retry: layer } })], /unknown slot 'hop.retry'/],
    [
      'an unknown key',
      [plugin('a', { decoder: [] })],
      /'a' contributes to 'decoder', which is unknown; allowed are call, attempt/,
    ],
    [
      'nothing from setup',
      [plugin('a', {}, { setup: () => undefined })],
      /'a' must return its contribution from setup, but returned undefined/,
    ],
    ['null from setup', [plugin('a', null as never)], /returned null/],
    [
      'a plugin that was not called',
      [() => plugin('a')],
      /plugins\[0\]' must be a plugin, but is a function; call the factory/,
    ],
    ['no plugin', [plugin('a'), 'cookies'], /plugins\[1\]' must be a plugin, but is a string/],
    ['no list', { a: plugin('a') }, /'plugins' must be an array of plugins, but is an object/],
    ['null', null, /'plugins' must be an array of plugins, but is null/],
    [
      'no name',
      [plugin('')],
      /plugins\[0\].name' must be a string that is not empty, but is an empty string/,
    ],
    ['no setup', [{ name: 'a', contract: 1 }], /'a' has no setup function: undefined/],
    [
      'a layer that is none',
      [plugin('a', { call: { around: 5 } })],
      /'a': its 'call.around' must be a function, but is a number/,
    ],
    ['slots that are none', [plugin('a', { call: layer })], /'a': its 'call' must be an object of layers/],
    [
      'decoders that are none',
      [plugin('a', { decoders: [{ name: 'x' }] })],
      /'a': its 'decoders' must be a list of decoders/,
    ],
    [
      'a transport that is none',
      [plugin('a', { transport: {} })],
      /'a': its 'transport' must be a transport with name/,
    ],
    [
      'a hook that is none',
      [plugin('a', { open: true })],
      /'a': its 'open' must be a function, but is a boolean/,
    ],
    [
      'attempts that are none',
      [plugin('a', { maxAttempts: Number.NaN })],
      /'a': its 'maxAttempts' must be a whole number/,
    ],
    ['checks that are none', [plugin('a', { callOptions: { x: 1 } })], /'a': its 'callOptions' must be/],
    [
      'a chooser that is none',
      [plugin('a', { proxyFor: 'http://p' })],
      /'a': its 'proxyFor' must be a function/,
    ],
    [
      'a layer that gives no function',
      [plugin('a', { call: { around: () => undefined } })],
      /'a': its layer in 'call.around' must return a function, but returned undefined/,
    ],
  ])('%s', (_, plugins, message) => {
    expect(refusal(plugins)).toMatch(message);
  });

  it('an asynchronous setup, whose own failure is nobody’s unhandled rejection', async () => {
    const setup = async () => Promise.reject(new Error('late'));
    expect(refusal([{ name: 'a', contract: 1, setup }])).toMatch(
      /'a' must return .* but returned a promise; setup is synchronous/,
    );
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('a proxy chooser on a transport that has no proxies', () => {
    const chooser = plugin('proxy', { proxyFor: () => undefined });
    expect(refusal([fakeTransport(), chooser])).toMatch(
      /'proxy' chooses proxies, but transport 'fake' has no 'proxy' feature; use a transport/,
    );
    expect(() =>
      createClient({ plugins: [fakeTransport(undefined, { features: new Set(['proxy']) }), chooser] }),
    ).not.toThrow();
  });

  it('http2 on a transport that has none', () => {
    expect(refusal([fakeTransport()], { http2: true })).toMatch(
      /'http2' is true, but transport 'fake' does not speak HTTP\/2; leave it out, or use a transport/,
    );
    const transport = fakeTransport(undefined, { features: new Set(['http2']) });
    expect(() => createClient({ http2: true, plugins: [transport] })).not.toThrow();
  });

  it('before any later plugin is set up', () => {
    let count = 0;
    const counting = plugin('counting', {}, { setup: () => ({ open: () => void count++ }) });
    const counted = { ...counting, setup: () => (count++, {}) };
    expect(refusal([counted, plugin('b'), plugin('b')])).toMatch(/twice/);
    expect(count).toBe(0);
  });
});

describe('what setup throws', () => {
  it('arrives as a ConfigurationError with it as cause', () => {
    const cause = new TypeError('no such thing');
    const setup = () => {
      throw cause;
    };
    try {
      createClient({ plugins: [{ name: 'a', contract: 1, setup }] });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ message: "Plugin 'a' failed in setup: no such thing", cause });
    }
  });

  it('is itself when it is of the tree', () => {
    const own = new ClientError('mine');
    const setup = () => {
      throw own;
    };
    expect(() => createClient({ plugins: [{ name: 'a', contract: 1, setup }] })).toThrow(own);
  });
});

describe('plugins that fit', () => {
  it('may be instances of classes, and so may what they contribute', async () => {
    const seen: string[] = [];
    class Contributed {
      readonly #label = 'jar';
      open() {
        seen.push(`open ${this.#label}`);
      }
      close() {
        seen.push(`close ${this.#label}`);
      }
    }
    class Classy {
      readonly name = 'classy';
      readonly contract = 1;
      get requires() {
        return ['fake'];
      }
      setup() {
        return new Contributed();
      }
    }
    expect(refusal([new Classy()])).toMatch(/'classy' requires plugin 'fake'/);
    const client = createClient({ plugins: [new Classy(), fakeTransport()] });
    await client.open();
    await client.close();
    expect(seen).toEqual(['open jar', 'close jar']);
  });

  it('may leave slots undefined', () => {
    const a = plugin('a', { call: { retry: undefined }, attempt: undefined, transport: undefined });
    const b = plugin('b', { call: { retry: layer } });
    const { chain } = createClient({ plugins: [a, b, fakeTransport()] }).describe();
    expect(chain.find(({ slot }) => slot === 'retry')?.plugin).toBe('b');
  });

  it('may stand in the list many times where they are sugar', () => {
    expect(() => createClient({ plugins: [plugin('[sugar]'), plugin('[sugar]')] })).not.toThrow();
  });

  it('are set up once per client, in their order', () => {
    const seen: string[] = [];
    const counting = (name: string) => plugin(name, {}, { setup: () => (seen.push(name), {}) });
    const plugins = [counting('a'), counting('b')];
    createClient({ plugins });
    createClient({ plugins });
    expect(seen).toEqual(['a', 'b', 'a', 'b']);
  });
});
