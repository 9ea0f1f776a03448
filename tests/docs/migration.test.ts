import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { read } from '../structure/repository.ts';
import { traps as axios } from './migration/axios.ts';
import { traps as fetch } from './migration/fetch.ts';
import { traps as got } from './migration/got.ts';
import { traps as ky } from './migration/ky.ts';
import { Scene } from './scenarios/scene.ts';

/** The first cells of the table under "Traps". */
function rows(peer: string): readonly string[] {
  const section = read(`docs/migrate/from-${peer}.md`)
    .split(/^## /m)
    .find((text) => text.startsWith('Traps'));
  const cells = [...(section ?? '').matchAll(/^\| ([^|]+?) +\|/gm)].map(([, cell = '']) => cell);
  return cells.slice(2);
}

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.end());

describe.each(Object.entries({ got, axios, ky, fetch }))('docs/migrate/from-%s.md', (peer, traps) => {
  it('tells of the traps that are held here', () => {
    expect(rows(peer)).toEqual(Object.keys(traps));
  });

  // INVARIANT: both halves of each row are what the two clients really do.
  it.each(Object.entries(traps))('%s', (_, trap) => trap(scene));
});
