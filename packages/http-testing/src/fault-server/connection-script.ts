import type { TlsOptions } from 'node:tls';

import type { Connection } from './connection.ts';

/** What a connection does, as a function that has it to itself until it closes. */
export type Script = (connection: Connection) => void | Promise<void>;

/** TLS options, or what makes them on first use. */
export type TlsSource = TlsOptions | (() => Promise<TlsOptions>);

/** What a connection does, with what comes before and after it. */
export interface ConnectionScript {
  readonly name: string;
  /** In place of the server's own TLS: `'none'` leaves the bytes as they are. Takes effect on a new connection only. */
  readonly tls?: 'none' | TlsSource | undefined;
  /** Milliseconds between the accepting of a new connection and the first look at it. */
  readonly pause?: number | undefined;
  readonly run: Script;
  /**
   * What becomes of a connection that is still open then: it stays as it is (default), the next script takes it over as soon as
   * more comes in, TLS begins on it and the next script runs within that, or it ends and the server accepts no more.
   */
  readonly after?: 'stay' | 'next' | 'secure' | 'shutDown' | undefined;
}

/** What a fault server takes: a fault, an answer, a sequence, or a function of your own. */
export type AnyScript = Script | ConnectionScript;

/** A function as a script that keeps the connection. */
export function toScript(script: AnyScript): ConnectionScript {
  return typeof script === 'function' ? { name: script.name || 'a function', run: script } : script;
}

/** Whether a script begins before the first byte, so that no connection in use can go over to it. */
export function needsNewConnection({ tls, pause }: ConnectionScript): boolean {
  return tls !== undefined || pause !== undefined;
}

/** The scripts one after the other on one connection, each when more comes in; the last decides what becomes of it. */
export function sequence(...scripts: readonly AnyScript[]): ConnectionScript {
  const steps = scripts.map(toScript);
  const [first, ...rest] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) throw new TypeError('A sequence needs at least one script');
  if (rest.some(needsNewConnection)) {
    throw new TypeError('Only the first script of a sequence can begin before the first byte');
  }
  return {
    name: steps.map(({ name }) => name).join(', then '),
    tls: first.tls,
    pause: first.pause,
    after: last.after,
    async run(connection) {
      for (const [index, step] of steps.entries()) {
        if (index > 0 && !(await connection.hasMore())) return;
        await step.run(connection);
      }
    },
  };
}
