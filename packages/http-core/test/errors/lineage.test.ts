import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import * as here from '../../src/errors/index.ts';
import { classes, fakeResponse, samples } from '../support/error-samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'http-core-copy-'));
let there: typeof here;

beforeAll(async () => {
  cpSync(fileURLToPath(new URL('../../src', import.meta.url)), directory, { recursive: true });
  there = (await import(
    /* @vite-ignore */ pathToFileURL(join(directory, 'errors/index.ts')).href
  )) as typeof here;
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('with two installed copies', () => {
  it('really has two', () => {
    expect(there.NotFoundError).not.toBe(here.NotFoundError);
  });

  it('instanceof gives the same answers for an error of the other copy as for one of its own', () => {
    // INVARIANT: a plugin may bring a copy of its own; breaks when a class has no `kind` or lineage reads private state.
    const others = Object.entries(there).filter(([name]) => classes().has(name)) as [
      string,
      typeof here.ClientError,
    ][];
    for (const [name, error] of samples()) {
      for (const [other, otherClass] of others) {
        const own = classes().get(other) as typeof here.ClientError;
        expect([name, other, error instanceof otherClass]).toEqual([name, other, error instanceof own]);
      }
      expect(there.isClientError(error)).toBe(true);
    }
  });

  it('a subclass of a user is an instance of the bases of both, and of no class beside them', () => {
    class Missing extends here.NotFoundError {}
    const error = new Missing(fakeResponse(404));
    expect(error).toBeInstanceOf(there.NotFoundError);
    expect(error).toBeInstanceOf(there.ClientStatusError);
    expect(error).not.toBeInstanceOf(there.ServerStatusError);
    expect(error.name).toBe('NotFoundError');
  });

  it('an error of the base class is no instance of a subclass of a user, whichever copy made it', () => {
    class Missing extends here.NotFoundError {}
    expect(new here.NotFoundError(fakeResponse(404))).not.toBeInstanceOf(Missing);
    expect(new there.NotFoundError(fakeResponse(404))).not.toBeInstanceOf(Missing);
    expect(new Missing(fakeResponse(404))).toBeInstanceOf(Missing);
  });

  it('a subclass of a user with a kind of its own is recognised across copies by it', () => {
    class Missing extends here.NotFoundError {
      static override readonly kind: string = 'acme.Missing';
    }
    class MissingThere extends there.NotFoundError {
      static override readonly kind: string = 'acme.Missing';
    }
    expect(new MissingThere(fakeResponse(404))).toBeInstanceOf(Missing);
    expect(new Missing(fakeResponse(404)).name).toBe('acme.Missing');
    expect(new there.NotFoundError(fakeResponse(404))).not.toBeInstanceOf(Missing);
  });
});

describe('instanceof', () => {
  it('is false for values that are no errors, and does not throw', () => {
    const hostile = new Proxy(
      {},
      {
        get: () =>
          ['ClientError'].map(() => {
            throw new Error('no');
          }),
      },
    );
    for (const value of [
      undefined,
      null,
      1,
      'x',
      {},
      new Error('x'),
      () => undefined,
      hostile,
      here.ClientError.prototype,
    ]) {
      expect(value instanceof here.ClientError).toBe(false);
    }
  });

  it('holds for the lineage that another copy tells under the registered symbol', () => {
    const foreign = {
      [Symbol.for('@x/http-core/error')]: [
        'NotFoundError',
        'ClientStatusError',
        'StatusError',
        'ClientError',
      ],
    };
    expect(foreign instanceof here.StatusError).toBe(true);
    expect(foreign instanceof here.TimeoutError).toBe(false);
  });
});
