import type { Cookie } from 'tough-cookie';

import { domainsAbove } from './cookie-scope.ts';
import type { CookieStore } from './cookie-store.ts';
import { type CookieKey, ShelfStore } from './shelf-store.ts';
import type { Soon } from './shelf.ts';

/** Keeps cookies as long as the process; every answer comes at once. Unlike tough-cookie's own it takes any host name. */
export class MemoryStore extends ShelfStore {
  /** By domain, then by name and path; both in the order of creation. */
  readonly #domains = new Map<string, Map<string, Cookie>>();
  #count = 0;

  constructor() {
    super();
    this.synchronous = true;
  }

  open(): Soon<void> {}

  holds(host: string): boolean {
    if (this.#count === 0) return false;
    if (this.#domains.has(host)) return true;
    for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      if (this.#domains.has(host.slice(dot + 1))) return true;
    }
    return false;
  }

  find(host: string): Soon<readonly Cookie[]> {
    const found: Cookie[] = [];
    for (const domain of domainsAbove(host)) {
      const cookies = this.#domains.get(domain);
      if (cookies !== undefined) found.push(...cookies.values());
    }
    return found;
  }

  named(key: string): Soon<readonly Cookie[]> {
    return this.list().filter((one) => one.key === key);
  }

  put(cookie: Cookie): Soon<void> {
    const domain = cookie.domain ?? '';
    let cookies = this.#domains.get(domain);
    if (cookies === undefined) this.#domains.set(domain, (cookies = new Map()));
    const before = cookies.size;
    cookies.set(keyOf(cookie), cookie);
    this.#count += cookies.size - before;
  }

  remove(cookie: CookieKey): Soon<void> {
    const domain = cookie.domain ?? '';
    const cookies = this.#domains.get(domain);
    if (cookies?.delete(keyOf(cookie)) !== true) return;
    this.#count -= 1;
    if (cookies.size === 0) this.#domains.delete(domain);
  }

  all(): Soon<readonly Cookie[]> {
    return this.list();
  }

  count(): Soon<number> {
    return this.#count;
  }

  flush(): Soon<void> {}

  close(): Soon<void> {}

  /** Every cookie, in the order of creation. */
  protected list(): Cookie[] {
    const cookies = [...this.#domains.values()].flatMap((one) => [...one.values()]);
    return cookies.sort((a, b) => a.creationIndex - b.creationIndex);
  }
}

/** A store in memory, for cookies to be imported into, looked at or shared between clients. */
export function memoryStore(): CookieStore {
  return new MemoryStore();
}

function keyOf({ key, path }: CookieKey): string {
  return `${path}\0${key}`;
}
