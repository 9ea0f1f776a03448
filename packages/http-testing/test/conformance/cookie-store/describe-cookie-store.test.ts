import { describe, expect, it } from 'vitest';

import { Cookie, memoryStore } from '../../../../http-cookies/src/index.ts';
import { MemoryStore } from '../../../../http-cookies/src/memory-store.ts';
import {
  describeCookieStore,
  type StoreLimits,
  type StorePlace,
  type SuiteRunner,
} from '../../../src/index.ts';
import { expectEveryGuardNamed, expectNoticed, expectPass, runSuite } from '../../support/run-suite.ts';

const alone: StoreLimits = { Cookie, isVolatile: true, isExclusive: true };
type More = Pick<StorePlace, 'reopen' | 'share'>;

const suite =
  (make: () => MemoryStore, limits: StoreLimits = alone, more: More = {}) =>
  (runner: SuiteRunner): void =>
    describeCookieStore(
      runner,
      async () => ({ store: make(), ...more, [Symbol.asyncDispose]: async () => {} }),
      limits,
    );

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

class Seeded extends MemoryStore {
  constructor() {
    super();
    void super.put(new Cookie({ key: 'seed', value: '', domain: 'a.example.com', path: '/' }));
  }
}
class Expiring extends MemoryStore {
  override put(cookie: Cookie): void {
    void super.put(Object.assign(cookie, { expires: cookie.expires === 'Infinity' ? null : cookie.expires }));
  }
}
class PathBlind extends MemoryStore {
  override findCookies(domain: string | null, _path: string | null): never {
    return Promise.resolve(this.find(domain ?? '')) as never;
  }
}
class DottedOnly extends MemoryStore {
  override put(cookie: Cookie): void {
    if (cookie.domain?.includes('.') === true) void super.put(cookie);
  }
}
class Stubborn extends MemoryStore {
  override updateCookie(): never {
    return Promise.resolve() as never;
  }
}
class WholeDomain extends MemoryStore {
  override removeCookies(domain: string): never {
    return super.removeCookies(domain, null) as never;
  }
}
class Everlasting extends MemoryStore {
  override removeAllCookies(): never {
    return Promise.resolve() as never;
  }
}
class Racing extends MemoryStore {
  override putCookie(cookie: Cookie): never {
    const before = this.list();
    const later = new Promise((resolve) => setImmediate(resolve)).then(() => {
      for (const one of this.list()) if (!before.includes(one)) void this.remove(one);
      void this.put(cookie);
    });
    return later as never;
  }
}

const mutants: readonly (readonly [string, new () => MemoryStore, string])[] = [
  ['has cookies of its own', Seeded, 'is empty at first'],
  ['forgets to remove', Forgetful, 'removes one cookie and no other'],
  ['takes the name for the key', NameOnly, 'holds one cookie per domain, path and name'],
  ['matches any end of a host', AnySuffix, 'finds the cookies of a host and the domains above it'],
  ['does not look above the host', HostOnly, 'finds the cookies of a host and the domains above it'],
  ['knows no path', PathBlind, 'finds by path when asked to'],
  ['wants a dot in a host', DottedOnly, 'takes any host name'],
  ['loses fields', Lossy, 'gives every field back'],
  ['has every cookie expire', Expiring, 'keeps a cookie without an expiry as one'],
  ['does not update', Stubborn, 'replaces by updateCookie too'],
  ['removes more than the path', WholeDomain, 'removes the cookies of a domain, or of a path of it'],
  ['never removes all', Everlasting, 'removes all'],
  ['turns the order round', Reversed, 'keeps the order of creation, also of what is replaced'],
  ['is too small', Small, 'holds 3000 cookies'],
  ['answers before it has written', Late, 'gives every field back'],
  ['overwrites what came meanwhile', Racing, 'loses nothing that is put at once'],
  ['changes values', Trimming, 'keeps text as it is'],
  ['calls back twice', Twice, 'answers callbacks, each once'],
];

/** A place whose second store has nothing of the first, and what notices that. */
const other = async (): Promise<MemoryStore> => new Seeded();
const notKept = ['has kept everything when it is opened again', 'has kept that everything was removed'];
const notShared = ['sees at once what another one wrote and removed', 'loses nothing when two write at once'];

describe('the conformance suite for cookie stores', () => {
  it('passes a store that does it all', () => expectPass(suite(() => memoryStore() as MemoryStore)));

  it.each(mutants)('notices one that %s', (_, Mutant, noticed) =>
    expectNoticed(
      suite(() => new Mutant()),
      [noticed],
    ),
  );

  it('notices one that does not last', () =>
    expectNoticed(
      suite(() => new MemoryStore(), { Cookie, isExclusive: true }, { reopen: other }),
      notKept,
    ));

  it('notices one that does not share', () =>
    expectNoticed(
      suite(() => new MemoryStore(), { Cookie, isVolatile: true }, { share: other }),
      notShared,
    ));

  it('asks a store for what it did not say it cannot', () =>
    expectNoticed(
      suite(() => new MemoryStore(), { Cookie }),
      [...notKept, ...notShared],
    ));

  it('has no guard that nothing would miss', () =>
    expectEveryGuardNamed(
      suite(() => new MemoryStore(), { Cookie }),
      [...mutants.map(([, , noticed]) => noticed), ...notKept, ...notShared],
    ));

  it('shows what it does not ask of a store, and why', async () => {
    const { skipped } = await runSuite(
      suite(() => new MemoryStore(), { ...alone, hasNoCallbacks: true }),
      [],
    );
    expect(skipped).toEqual([
      'answers callbacks, each once (it answers promises only)',
      ...notKept.map((guard) => `${guard} (it ends with the process)`),
      ...notShared.map((guard) => `${guard} (it is for one at a time)`),
    ]);
  });
});
