import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Send } from '../src/plugin.ts';
import type { HttpResponse } from '../src/response.ts';
import { enteredBy, followedBy, type Segment, segmentOf, sendOf, type Settling } from '../src/segment.ts';

interface Context {
  readonly seen: string[];
}

/** What a step makes of what it gets; `leave` has it without a word on this. */
const reaction = fc.constantFrom('leave', 'pass', 'change', 'throw', 'resolve later', 'reject later');
type Reaction = typeof reaction extends fc.Arbitrary<infer R> ? R : never;

interface Model {
  readonly onResponse: Reaction;
  readonly onError: Reaction;
}
const model: fc.Arbitrary<Model> = fc.record({ onResponse: reaction, onError: reaction });

// The steps hand on whatever they get; a text tells apart better than a response.
const value = (text: string): HttpResponse => text as unknown as HttpResponse;

function reactionOf(
  kind: Reaction,
  name: string,
  isError: boolean,
): ((context: Context, given: unknown) => HttpResponse | Promise<HttpResponse>) | undefined {
  if (kind === 'leave') return undefined;
  return ({ seen }, given) => {
    seen.push(`${name} ${isError ? 'error' : 'response'} ${String(given)}`);
    const next = `${String(given)} ${name}`;
    switch (kind) {
      case 'change':
        return value(next);
      case 'throw':
        throw next;
      case 'resolve later':
        return Promise.resolve(value(next));
      case 'reject later':
        return Promise.reject(next);
      default:
        if (isError) throw given;
        return value(String(given));
    }
  };
}

function stepOf({ onResponse, onError }: Model, name: string): Settling<Context> {
  const fulfilled = reactionOf(onResponse, name, false);
  const rejected = reactionOf(onError, name, true);
  return { ...(fulfilled && { fulfilled }), ...(rejected && { rejected }) };
}

/** Each step with a promise of its own: what a segment saves. */
function nested(inner: Send<Context>, { fulfilled, rejected }: Settling<Context>): Send<Context> {
  return (context) =>
    inner(context).then(
      (response) => fulfilled?.(context, response) ?? response,
      (error: unknown) => {
        if (rejected === undefined) throw error;
        return rejected(context, error);
      },
    );
}

async function outcomeOf(send: Send<Context>): Promise<object> {
  const seen: string[] = [];
  const [{ status, ...rest }] = await Promise.allSettled([send({ seen })]);
  return { seen, status, ...rest };
}

test('steps that share a promise do what each would with one of its own', async () => {
  const source = fc.constantFrom<Send<Context>>(
    () => Promise.resolve(value('response')),
    () => Promise.reject('error'),
  );
  await fc.assert(
    fc.asyncProperty(source, fc.array(model, { maxLength: 6 }), async (inner, models) => {
      const steps = models.map((one, index) => stepOf(one, `step${index}`));
      const shared = steps.reduce<Segment<Context, Context>>(followedBy, segmentOf(inner));
      expect(await outcomeOf(sendOf(shared))).toEqual(await outcomeOf(steps.reduce(nested, inner)));
    }),
    { numRuns: 2_000 },
  );
});

test('ways in are taken from the outermost to the innermost', async () => {
  const inner = segmentOf((given: string) => Promise.resolve(value(given)));
  const twice = enteredBy(
    enteredBy(inner, (given: string) => `${given} second`),
    (given: string) => `${given} first`,
  );
  expect(await sendOf(twice)('call')).toBe('call first second');
});
