import {
  type AnyPlugin,
  type Call,
  ConfigurationError,
  type Contribution,
  type Host,
  type HttpResponse,
  type Send,
} from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { describePlugin, type PluginLimits, type SuiteRunner } from '../../../src/index.ts';
import { expectEveryGuardNamed, expectNoticed, expectPass, runSuite } from '../../support/run-suite.ts';

type Around = (inner: Send<Call>) => Send<Call>;

/** What a mutant does otherwise. */
interface Breakage {
  readonly around?: (host: Host) => Around;
  readonly contribution?: (sound: Contribution, host: Host) => object;
  readonly plugin?: (sound: AnyPlugin) => AnyPlugin;
  readonly limits?: PluginLimits;
}

const address = new URL('../../../src/index.ts', import.meta.url);
const limits: PluginLimits = {
  refusedOptions: [{ option: 'mark', make: () => sound({ mark: 5 as never }) }],
  callOptions: [{ mark: 'yes' }],
  refusedCallOptions: { mark: 5 },
  addedHeaders: [],
};

/** Marks a request with what a call says, and with nothing unless it says something. */
function sound(
  options: { readonly mark?: string } = {},
  { around, contribution, plugin }: Breakage = {},
): AnyPlugin {
  if (Object.hasOwn(options, 'mark') && typeof options.mark !== 'string') {
    throw new ConfigurationError('mark must be a string');
  }
  const marking: Around = (inner) => (call) => {
    const { mark } = call.options as { mark?: string };
    if (mark !== undefined) call.request.headers.set('x-mark', mark);
    return inner(call);
  };
  const whole: AnyPlugin = {
    name: 'mark',
    contract: 1,
    setup(host) {
      const parts: Contribution = {
        call: { around: around?.(host) ?? marking },
        callOptions: { mark: (value) => (typeof value === 'string' ? undefined : 'a string') },
      };
      return contribution === undefined ? parts : contribution(parts, host);
    },
  };
  return plugin === undefined ? whole : plugin(whole);
}

const suite =
  (breakage: Breakage = {}) =>
  (runner: SuiteRunner): void =>
    describePlugin(runner, () => sound({}, breakage), { ...limits, ...breakage.limits });

/** Answers of the rest of the chain, changed. */
const after =
  (change: (response: HttpResponse) => HttpResponse | Promise<HttpResponse>): Around =>
  (inner) =>
  async (call) =>
    change(await inner(call));

let count = 0;

const mutants: readonly (readonly [what: string, breakage: Breakage, ...noticed: string[]])[] = [
  [
    'has a new name each time',
    { plugin: (plugin) => ({ ...plugin, name: `mark-${(count += 1)}` }) },
    'has one name, and speaks contract 1',
  ],
  [
    'writes a global when it is imported',
    {
      limits: {
        module: new URL('data:text/javascript,globalThis.left=1'),
        execArgv: ['--conditions=@x/source'],
      },
    },
    'does nothing when its module is imported',
  ],
  [
    'opens something in setup',
    {
      contribution: (parts) => {
        setTimeout(() => {}, 1_000);
        return parts;
      },
    },
    'is set up at once, without opening anything',
  ],
  [
    'is set up later',
    { contribution: (parts) => Promise.resolve(parts) },
    'is set up at once, without opening anything',
  ],
  [
    'contributes what nobody knows',
    { contribution: (parts) => ({ ...parts, interceptors: [] }) },
    'contributes what the contract knows, and nothing else',
  ],
  [
    'names no call options',
    { contribution: ({ call }) => ({ call }) },
    'says which call options it adds',
    'refuses call options that nobody has',
  ],
  [
    'changes its place',
    {
      contribution: ({ callOptions }) => ({
        callOptions,
        call: { [(count += 1) % 2 === 0 ? 'around' : 'observe']: (inner: unknown) => inner },
      }),
    },
    'runs in the same slots wherever it stands among the plugins',
  ],
  [
    'cannot be closed twice',
    {
      contribution: (parts) => {
        let isClosed = false;
        const close = (): void => {
          if (isClosed) throw new Error('closed already');
          isClosed = true;
        };
        return { ...parts, close };
      },
    },
    'may be opened and closed more than once',
  ],
  [
    'takes any option',
    { limits: { refusedOptions: [{ option: 'mark', make: () => sound({ mark: 'any' }) }] } },
    'refuses wrong options at once, and names them',
  ],
  [
    'takes anything for a call option',
    { contribution: (parts) => ({ ...parts, callOptions: { mark: () => undefined } }) },
    'takes its call options, and refuses wrong ones before anything is sent',
  ],
  [
    'reads its options from the prototype',
    {
      around: () => {
        const { mark } = {} as { mark?: string };
        return (inner) => (call) => {
          if (typeof mark === 'string') call.request.headers.set('x-mark', mark);
          return inner(call);
        };
      },
    },
    'reads no option from a polluted Object.prototype',
  ],
  [
    'marks what nobody marked',
    {
      around: () => (inner) => (call) => {
        call.request.headers.set('x-mark', 'always');
        return inner(call);
      },
    },
    'changes no byte on the wire and no answer while nothing asks it to',
  ],
  [
    'answers 200 to everybody',
    { around: () => (inner) => async (call) => call.respond({ body: await (await inner(call)).bytes() }) },
    'changes no byte on the wire and no answer while nothing asks it to',
  ],
  [
    'counts the calls of all clients together',
    {
      around: () => (inner) => (call) => {
        call.request.headers.set('x-count', String((count += 1)));
        return inner(call);
      },
    },
    'gives each client a state of its own',
  ],
  [
    'makes errors of its own',
    {
      around: () => (inner) => (call) =>
        inner(call).catch((cause: unknown) => {
          throw new Error('mark failed', { cause });
        }),
    },
    'hands on the very error of what is within it',
  ],
  [
    'swallows what ends a call',
    {
      contribution: ({ callOptions }) => ({
        callOptions,
        call: {
          recover: (inner: Send<Call>) => (call: Call) => inner(call).catch(() => call.respond()),
          observe: (inner: Send<Call>) => (call: Call) => inner(call).catch(() => call.respond()),
        },
      }),
    },
    'hands on an abort at once, with its very reason',
  ],
  [
    'reads every body',
    {
      around: () =>
        after(async (response) => {
          await response.bytes();
          return response;
        }),
    },
    'leaves the body of a streamed call unread, and its end to the reader',
  ],
  [
    'serves one client only',
    {
      around: () => {
        let isTaken = false;
        return (inner) => {
          if (isTaken) throw new Error('taken');
          isTaken = true;
          return inner;
        };
      },
    },
    'serves a client that is made of its client, and outlives it',
  ],
  [
    'leaves a timer behind',
    {
      around: () => (inner) => (call) => {
        setTimeout(() => {}, 1_000);
        return inner(call);
      },
    },
    'leaves nothing behind, on one signal over many calls',
  ],
  [
    'tells what a request holds',
    {
      around: (host) => (inner) => (call) => {
        host.emit('mark.sent', { note: call.request.headers.get('cookie')?.slice(3) });
        return inner(call);
      },
    },
    'tells no secret in events, errors and descriptions',
  ],
];

describe('the conformance suite for plugins', () => {
  it('passes a sound plugin', { timeout: 30_000 }, () =>
    expectPass(suite({ limits: { module: address, execArgv: ['--conditions=@x/source'] } })),
  );

  for (const [what, breakage, ...noticed] of mutants) {
    it(`notices a plugin that ${what}`, () => expectNoticed(suite(breakage), noticed));
  }

  it('shows what it does not ask of a plugin, and why', async () => {
    const cannot = { errors: 'it answers for what failed', streams: 'it reads every body' };
    const { skipped } = await runSuite(suite({ limits: { cannot } }), []);
    expect(skipped).toEqual([
      'does nothing when its module is imported (its limits name no module)',
      'hands on the very error of what is within it (it answers for what failed)',
      'hands on an abort at once, with its very reason (it answers for what failed)',
      'leaves the body of a streamed call unread, and its end to the reader (it reads every body)',
    ]);
  });

  it('has no guard that nothing would miss', () =>
    expectEveryGuardNamed(
      suite({ limits: { module: address } }),
      mutants.flatMap(([, , ...noticed]) => noticed),
    ));
});
