import {
  type Call,
  DecodeFailure,
  type Decoder,
  definePlugin,
  type HttpResponse,
  parseJson,
  type Plugin,
  type Send,
} from '@x/http-core';
import { describe, it } from 'vitest';

import { describeDecoder, type DecoderLimits, type SuiteRunner, userFixture } from '../../../src/index.ts';
import { expectEveryGuardNamed, expectNoticed, expectPass } from '../../support/run-suite.ts';

/** The least that is a schema: which keys must be numbers or strings. */
class Shape {
  readonly fields: Readonly<Record<string, string>>;
  constructor(fields: Readonly<Record<string, string>>) {
    this.fields = fields;
  }
}

const limits: DecoderLimits = {
  ...userFixture,
  schema: () => new Shape({ id: 'number', name: 'string' }),
  json: { any: () => new Shape({}), nested: () => new Shape({}) },
};

function misfit(shape: Shape, value: unknown): { path: string[]; message: string } | undefined {
  if (typeof value !== 'object' || value === null) return { path: [], message: 'must be an object' };
  for (const [key, kind] of Object.entries(shape.fields)) {
    const actual = (value as Record<string, unknown>)[key];
    if (typeof actual !== kind) return { path: [key], message: `must be ${kind}, not ${String(actual)}` };
  }
  return undefined;
}

function check(shape: Shape, value: unknown): unknown {
  const issue = misfit(shape, value);
  if (issue === undefined) return value;
  throw new DecodeFailure({ issues: [issue], value });
}

const sound: Decoder = {
  name: 'shape',
  claims: (schema) => {
    try {
      return schema instanceof Shape;
    } catch {
      return false;
    }
  },
  compile: (schema) => (body, response) => check(schema as Shape, parseJson(body, response)),
};

type Decode = ReturnType<Decoder['compile']>;
const decoding = (decode: (shape: Shape, ...input: Parameters<Decode>) => unknown): Partial<Decoder> => ({
  compile: (schema) => (body, response) => decode(schema as Shape, body, response),
});
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);
const values = new WeakMap<object, unknown>();

/** Each is broken in one way, and the test that must notice it. */
const mutants: readonly (readonly [string, Partial<Decoder>, string])[] = [
  ['claims nothing', { claims: () => false }, 'decodes a body that fits'],
  [
    'claims everything',
    { claims: () => true },
    'leaves what it does not know to others, before anything is sent',
  ],
  [
    'throws at odd schemas',
    { claims: (schema) => schema instanceof Shape },
    'does not throw when it is asked about a schema',
  ],
  [
    'claims by a falsy value',
    { claims: (schema) => (sound.claims(schema) || undefined) as boolean },
    'does not throw when it is asked about a schema',
  ],
  [
    'checks nothing',
    decoding((_, body, response) => parseJson(body, response)),
    'says of a body that does not fit where and why, and shows nothing of it',
  ],
  [
    'tells no issues',
    decoding((shape, body, response) => {
      const value = parseJson(body, response);
      if (misfit(shape, value) !== undefined) throw new Error('it does not fit');
      return value;
    }),
    'says of a body that does not fit where and why, and shows nothing of it',
  ],
  [
    'quotes the body',
    decoding((shape, body, response) => {
      const issue = misfit(shape, parseJson(body, response));
      if (issue !== undefined) throw new DecodeFailure({ issues: [issue] });
      return parseJson(body, response);
    }),
    'says of a body that does not fit where and why, and shows nothing of it',
  ],
  [
    'quotes what it cannot parse',
    decoding((shape, body) => {
      try {
        return check(shape, JSON.parse(textOf(body)));
      } catch (error) {
        throw error instanceof SyntaxError
          ? new DecodeFailure({ message: `not JSON: ${textOf(body)}` })
          : error;
      }
    }),
    'refuses truncated and trailing text, and shows none of it',
  ],
  [
    'answers null when it cannot parse',
    decoding((shape, body, response) => {
      try {
        return check(shape, parseJson(body, response));
      } catch {
        return null;
      }
    }),
    'takes a page where data was expected for a body that does not fit',
  ],
  [
    'parses twice',
    decoding((shape, body, response) => {
      parseJson(body, response);
      return check(shape, parseJson(body, response));
    }),
    'parses the bytes once',
  ],
  [
    'reads UTF-8 only',
    decoding((shape, body) => check(shape, JSON.parse(textOf(body)))),
    'reads the charset that is named',
  ],
  [
    'trips over a byte-order mark',
    decoding((shape, body) =>
      check(shape, JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body))),
    ),
    'takes a byte-order mark for no part of the text',
  ],
  [
    'repairs bytes',
    decoding((shape, body, response) =>
      check(shape, parseJson(new TextEncoder().encode(textOf(body)), response)),
    ),
    'refuses a charset that is unknown or not the one of the bytes',
  ],
  [
    'insists on one media type',
    decoding((shape, body, response) => {
      if (response.header('content-type') !== 'application/json') throw new DecodeFailure();
      return check(shape, parseJson(body, response));
    }),
    'takes JSON whatever its media type',
  ],
  [
    'keeps __proto__',
    decoding((shape, body) => check(shape, JSON.parse(textOf(body)))),
    'lets no __proto__ key through, however it is written',
  ],
  [
    'keeps the first value',
    decoding((shape, body, response) => {
      if (!values.has(shape)) values.set(shape, check(shape, parseJson(body, response)));
      return values.get(shape);
    }),
    'gives each call a value of its own',
  ],
  [
    'writes into the bytes',
    decoding((shape, body, response) => {
      const value = check(shape, parseJson(body, response));
      body.fill(0);
      return value;
    }),
    'leaves the bytes as they are',
  ],
  [
    'hides that it overflowed',
    decoding((shape, body, response) => {
      const value = parseJson(body, response);
      try {
        JSON.stringify(value);
      } catch {
        return undefined;
      }
      return check(shape, value);
    }),
    'survives a body that is nested a hundred thousand deep',
  ],
  [
    'keeps the first of equal keys',
    decoding((shape, body, response) =>
      check(shape, firstOfEqual(textOf(body)) ?? parseJson(body, response)),
    ),
    'takes the last of equal keys',
  ],
];

/** The least parser that prefers the first: of a flat object of numbers. */
function firstOfEqual(text: string): Record<string, number> | undefined {
  if (!/^\{("\w+":\d+,?)+\}$/.test(text)) return undefined;
  const pairs = [...text.matchAll(/"(\w+)":(\d+)/g)].map(
    ([, key = '', value]) => [key, Number(value)] as const,
  );
  return Object.fromEntries(pairs.toReversed());
}

/** What the core sees to for every decoder, and a plugin could take away: it answers where decoding failed. */
const forgiving = {
  recover:
    (inner: Send<Call>) =>
    (call: Call): Promise<HttpResponse> =>
      inner(call).catch(() => call.respondWith(null)),
};
const forgiven = [200, 204].map(
  (status) => `takes an empty body with status ${status} for one that does not fit`,
);

const suite =
  (decoder: Decoder, call: object = {}) =>
  (runner: SuiteRunner): void => {
    const plugin = (): Plugin<'shape'> =>
      definePlugin({
        name: 'shape',
        contract: 1,
        setup: () => ({ decoders: [decoder], call, callOptions: {} }),
      });
    describeDecoder(runner, plugin, limits);
  };

describe('the conformance suite for decoders', () => {
  it('passes a sound decoder', () => expectPass(suite(sound)));

  it.each(mutants)('notices a decoder that %s', (_, broken, noticed) =>
    expectNoticed(suite({ ...sound, ...broken }), [noticed]),
  );

  it('notices a plugin that swallows what it cannot decode', () =>
    expectNoticed(suite(sound, forgiving), forgiven));

  it('has no guard that nothing would miss', () =>
    expectEveryGuardNamed(suite(sound), [...mutants.map(([, , noticed]) => noticed), ...forgiven]));
});
