import { resolve } from 'node:path';

import { optionChecks } from '@x/http-core';
import { Cookie } from 'tough-cookie';

import { domainsAbove } from './cookie-scope.ts';
import type { CookieStore } from './cookie-store.ts';
import { type CookieKey, ShelfStore } from './shelf-store.ts';
import type { Soon } from './shelf.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/**
 * Keeps cookies in an SQLite database, one row each, for several processes on one machine: each sees what the others wrote,
 * and nothing that two write at once is lost. `node:sqlite` is loaded on first use.
 */
export function sqliteStore(path: string): CookieStore {
  return new SqliteStore(
    resolve(optionChecks.checkText(optionChecks.refuseConfiguration, 'sqliteStore: path', path)),
  );
}

class SqliteStore extends ShelfStore {
  readonly #connection: SqliteConnection;

  constructor(path: string) {
    super();
    this.#connection = new SqliteConnection(path);
  }

  open(): Soon<void> {
    return this.#connection.run(() => {});
  }

  /** Another process may have added some at any time. */
  holds(): boolean {
    return true;
  }

  find(host: string): Soon<readonly Cookie[]> {
    const domains = domainsAbove(host);
    const places = domains.map(() => '?').join(', ');
    return this.#select(`WHERE domain IN (${places})`, domains);
  }

  named(key: string): Soon<readonly Cookie[]> {
    return this.#select('WHERE name = ?', [key]);
  }

  all(): Soon<readonly Cookie[]> {
    return this.#select('', []);
  }

  count(): Soon<number> {
    return this.#connection.run((prepare) =>
      Number(prepare('SELECT count(*) AS count FROM cookies').get()?.['count']),
    );
  }

  put(cookie: Cookie): Soon<void> {
    const { domain, path, key } = cookie;
    const text = JSON.stringify(cookie);
    // Keeps the row, and so the cookie's place in the order.
    const sql = `INSERT INTO cookies (domain, path, name, cookie) VALUES (?, ?, ?, ?)
      ON CONFLICT (domain, path, name) DO UPDATE SET cookie = excluded.cookie`;
    return this.#connection.run((prepare) => void prepare(sql).run(domain ?? '', path ?? '', key, text));
  }

  remove({ domain, path, key }: CookieKey): Soon<void> {
    const sql = 'DELETE FROM cookies WHERE domain = ? AND path = ? AND name = ?';
    return this.#connection.run((prepare) => void prepare(sql).run(domain ?? '', path ?? '', key));
  }

  flush(): Soon<void> {
    return this.#connection.flush();
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #select(where: string, values: readonly string[]): Soon<readonly Cookie[]> {
    const sql = `SELECT cookie FROM cookies ${where} ORDER BY number`;
    return this.#connection.run((prepare) =>
      prepare(sql)
        .all(...values)
        .flatMap((row) => Cookie.fromJSON(row['cookie']) ?? []),
    );
  }
}
