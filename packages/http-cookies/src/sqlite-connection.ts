import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { Soon } from './shelf.ts';

/** Milliseconds that SQLite itself waits for another process's lock, which blocks the event loop. */
const blockingWait = 20;
/** Milliseconds between two tries after that, on average, and how many there are: about ten seconds. */
const pause = 20;
const tries = 250;
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS cookies (
    number INTEGER PRIMARY KEY,
    domain TEXT NOT NULL,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    cookie TEXT NOT NULL,
    UNIQUE (domain, path, name)
  );
  CREATE INDEX IF NOT EXISTS cookies_by_name ON cookies (name);
`;

/** A database that is opened when it is first used. Work on it is done at once, or later when another process is writing. */
export class SqliteConnection {
  readonly #path: string;
  #database: DatabaseSync | undefined;
  readonly #statements = new Map<string, StatementSync>();
  readonly #waiting = new Set<Promise<unknown>>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Runs `work` with a function that prepares statements, each once. */
  run<T>(work: (prepare: (sql: string) => StatementSync) => T): Soon<T> {
    try {
      return this.#attempt(work);
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    const later = this.#retry(work).finally(() => this.#waiting.delete(later));
    this.#waiting.add(later);
    return later;
  }

  /** Resolves when no work waits for a lock any more. */
  flush(): Soon<void> {
    return this.#waiting.size === 0 ? undefined : Promise.allSettled(this.#waiting).then(() => {});
  }

  async close(): Promise<void> {
    await this.flush();
    this.#statements.clear();
    this.#database?.close();
    this.#database = undefined;
  }

  #attempt<T>(work: (prepare: (sql: string) => StatementSync) => T): T {
    const database = (this.#database ??= open(this.#path));
    return work((sql) => {
      let statement = this.#statements.get(sql);
      if (statement === undefined) this.#statements.set(sql, (statement = database.prepare(sql)));
      return statement;
    });
  }

  async #retry<T>(work: (prepare: (sql: string) => StatementSync) => T): Promise<T> {
    for (let left = tries; ; left -= 1) {
      // Spread, so that processes that met once do not meet again.
      await new Promise((resolve) => setTimeout(resolve, 2 * pause * Math.random()));
      try {
        return this.#attempt(work);
      } catch (error) {
        if (left === 0 || !isBusy(error)) throw error;
      }
    }
  }
}

function open(path: string): DatabaseSync {
  // Asked for here, since Node warns that it is experimental as soon as it is loaded.
  const sqlite = process.getBuiltinModule('node:sqlite');
  if (sqlite === undefined) throw new Error('This Node has no node:sqlite; use fileStore() instead');
  // The file holds secrets: only its owner may read it. SQLite gives its companions the same mode.
  closeSync(openSync(path, 'a', 0o600));
  const database = new sqlite.DatabaseSync(path, { timeout: blockingWait });
  try {
    database.exec(schema);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** SQLITE_BUSY and SQLITE_LOCKED, with their extended codes. */
function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' && [5, 6].includes(code & 0xff);
}
