import { describe, expect, it } from 'vitest';

import { Cookie, memoryStore } from '../../src/index.ts';
import { MemoryStore } from '../../src/memory-store.ts';
import { describeCookieStore } from './describe-cookie-store.ts';
import type { StoreLimits, StorePlace } from './store-limits.ts';
import { sqlitePlace } from './store-places.ts';

const alone: StoreLimits = { isVolatile: true, isExclusive: true };

/** The names of the tests that fail. */
async function failures(factory: () => Promise<StorePlace>, limits: StoreLimits): Promise<string[]> {
  const tests: { readonly name: string; run(): Promise<void> }[] = [];
  describeCookieStore(
    { describe: (_name, body) => body(), it: (name, run) => tests.push({ name, run }) },
    factory,
    limits,
  );
  const failed: string[] = [];
  for (const { name, run } of tests) {
    await run().catch(() => failed.push(name));
  }
  return failed;
}

const place = (make: () => MemoryStore) => async () => ({
  store: make(),
  [Symbol.asyncDispose]: async () => {},
});

class Forgetful extends MemoryStore {
  override remove(): void {}
}
class NameOnly extends MemoryStore {
  override put(cookie: Cookie): void {
    for (const one of this.list()) if (one.key === cookie.key) void this.remove(one);
    void super.put(cookie);
  }
}
class AnySuffix extends MemoryStore {
  override find(host: string): Cookie[] {
    return this.list().filter(({ domain }) => host.endsWith(domain ?? ''));
  }
}
class HostOnly extends MemoryStore {
  override find(host: string): Cookie[] {
    return this.list().filter(({ domain }) => domain === host);
  }
}
class Lossy extends MemoryStore {
  override put(cookie: Cookie): void {
    const { key, value, domain, path } = cookie;
    void super.put(new Cookie({ key, value, domain, path }));
  }
}
class Reversed extends MemoryStore {
  override all(): Cookie[] {
    return this.list().toReversed();
  }
}
class Small extends MemoryStore {
  override put(cookie: Cookie): void {
    if (this.list().length < 500) void super.put(cookie);
  }
}
class Late extends MemoryStore {
  override put(cookie: Cookie): void {
    setImmediate(() => void super.put(cookie));
  }
}
class Trimming extends MemoryStore {
  override put(cookie: Cookie): void {
    void super.put(Object.assign(cookie, { value: cookie.value.replaceAll('"', '') }));
  }
}
class Twice extends MemoryStore {
  override getAllCookies(callback?: (error: null, all: Cookie[]) => void): never {
    callback?.(null, this.list());
    callback?.(null, this.list());
    return Promise.resolve(this.list()) as never;
  }
}

describe('the suite for cookie stores', () => {
  it('lets a store pass that does it all', async () => {
    expect(
      await failures(
        place(() => memoryStore() as MemoryStore),
        alone,
      ),
    ).toEqual([]);
  });

  it.each([
    ['forgets to remove', Forgetful, 'removes one cookie and no other'],
    ['takes the name for the key', NameOnly, 'holds one cookie per domain, path and name'],
    ['matches any end of a host', AnySuffix, 'finds the cookies of a host and the domains above it'],
    ['does not look above the host', HostOnly, 'finds the cookies of a host and the domains above it'],
    ['loses fields', Lossy, 'gives every field back'],
    ['turns the order round', Reversed, 'keeps the order of creation, also of what is replaced'],
    ['is too small', Small, 'holds 3000 cookies'],
    ['answers before it has written', Late, 'gives every field back'],
    ['changes values', Trimming, 'keeps text as it is'],
    ['calls back twice', Twice, 'answers callbacks, each once'],
  ])('catches one that %s', async (_what, Mutant, test) => {
    expect(
      await failures(
        place(() => new Mutant()),
        alone,
      ),
    ).toContain(test);
  });

  it('catches one that does not last', async () => {
    const factory = async () => ({
      ...(await place(() => new MemoryStore())()),
      reopen: async () => memoryStore(),
    });
    expect(await failures(factory, { isExclusive: true })).toEqual([
      'has kept everything when it is opened again',
    ]);
  });

  it('catches one that does not share', async () => {
    const factory = async () => ({
      ...(await place(() => new MemoryStore())()),
      share: async () => memoryStore(),
    });
    expect(await failures(factory, { isVolatile: true })).toEqual([
      'sees at once what another one wrote and removed',
      'loses nothing when two write at once',
    ]);
  });

  it('asks a store for what it did not say it cannot', async () => {
    const withoutShare = async () => {
      const { share: _share, ...rest } = await sqlitePlace();
      return rest;
    };
    expect(await failures(withoutShare, {})).toContain('sees at once what another one wrote and removed');
  });
});
