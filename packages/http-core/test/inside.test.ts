import { describe, expect, it } from 'vitest';

import { Inside } from '../src/inside.ts';
import type { CallSettings } from '../src/options/call-settings.ts';
import type { HttpResponse } from '../src/response.ts';
import { segmentOf } from '../src/segment.ts';

interface Context {
  readonly settings: CallSettings;
  readonly way: string;
}

const context = (way: string): Context => ({ settings: {} as CallSettings, way });
// What goes through is not looked at.
const value = (text: string): HttpResponse => text as unknown as HttpResponse;
const textOf = (response: HttpResponse): string => response as unknown as string;

const straight = (): Inside<Context> =>
  Inside.of(segmentOf(({ way }: Context) => Promise.resolve(value(way))));
const takes = (way: string) => (given: object) => (given as Context).way === way;
const through =
  (name: string) => (inner: (context: Context) => Promise<HttpResponse>) => async (given: Context) =>
    value(`${name}(${textOf(await inner(given))})`);

/** By `send` and by `start`, which must not differ. */
async function both(inside: Inside<Context>, way: string): Promise<string[]> {
  const started = new Promise<HttpResponse>((fulfilled, rejected) => {
    inside.start(context(way), { fulfilled, rejected });
  });
  return (await Promise.all([inside.send(context(way)), started])).map(textOf);
}

describe('a detour', () => {
  const inside = straight()
    .detouredBy(takes('inner'), through('inner'))
    .followedBy({ fulfilled: (_: Context, response: HttpResponse) => value(`step(${textOf(response)})`) })
    .detouredBy(takes('outer'), through('outer'));

  it.each([
    ['straight', 'step(straight)'],
    ['inner', 'step(inner(inner))'],
    ['outer', 'outer(step(outer))'],
  ])('%s', async (way, expected) => {
    expect(await both(inside, way)).toEqual([expected, expected]);
  });

  it('goes through the inner ones', async () => {
    const nested = straight()
      .detouredBy(takes('both'), through('inner'))
      .detouredBy(takes('both'), through('outer'));
    expect(await both(nested, 'both')).toEqual(Array(2).fill('outer(inner(both))'));
  });
});

describe('start', () => {
  const outcome = (inside: Inside<Context>) =>
    new Promise((resolve) => {
      inside.start(context('x'), {
        fulfilled: (response) => resolve(`response ${textOf(response)}`),
        rejected: (error) => resolve(`error ${String(error)}`),
      });
    });

  it.each([
    ['a step that throws', straight().followedBy({ fulfilled: () => raise('thrown') }), 'error thrown'],
    [
      'a step that takes its time',
      straight().followedBy({ fulfilled: () => Promise.resolve(value('late')) }),
      'response late',
    ],
    [
      'a step that fails later',
      straight().followedBy({ fulfilled: () => Promise.reject('late') }),
      'error late',
    ],
    ['a way in that throws', straight().enteredBy(() => raise('no way')), 'error no way'],
    ['a source that throws', Inside.of(segmentOf(() => raise('no source'))), 'error no source'],
    [
      'an error that a step mends',
      Inside.of(segmentOf((_: Context) => Promise.reject('broken'))).followedBy({
        rejected: (_: Context, error: unknown) => value(`mended ${String(error)}`),
      }),
      'response mended broken',
    ],
  ])('tells of %s', async (_, inside, expected) => {
    expect(await outcome(inside)).toBe(expected);
  });
});

function raise(error: string): never {
  throw error;
}
