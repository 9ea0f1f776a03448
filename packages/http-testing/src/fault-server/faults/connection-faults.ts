import type { AnyScript } from '../connection-script.ts';
import { readRequest } from '../respond.ts';
import { answering, head } from './answering.ts';
import type { FaultDefinition } from './fault-definition.ts';

/** A connection that ends at the second request, the first answered well. */
function stale(name: string, ending: 'end' | 'reset', body = 'hello'): AnyScript {
  return {
    name,
    async run(connection) {
      await readRequest(connection);
      connection.respond({ body });
      await readRequest(connection);
      connection[ending]();
    },
  };
}

/** Connections that break before the head of an answer is there. */
export const connectionFaults = {
  resetAtOnce: {
    does: 'RST as soon as the connection is accepted, before TLS',
    script: () => ({ name: 'resetAtOnce', tls: 'none', run: (connection) => connection.reset() }),
  },
  finAtOnce: {
    does: 'FIN as soon as the connection is accepted, before TLS',
    script: () => ({ name: 'finAtOnce', tls: 'none', run: (connection) => connection.end() }),
  },
  slowAccept: {
    does: 'looks at the connection after `interval` (200 ms) only, TLS included, and then answers well',
    script: ({ interval = 200, body = 'hello' }) => ({
      ...answering('slowAccept', [`${head}content-length: ${body.length}\r\n\r\n${body}`]),
      pause: interval,
    }),
  },
  resetBeforeHeaders: {
    does: 'reads the request, then RST',
    script: () => answering('resetBeforeHeaders', [], 'reset'),
  },
  finBeforeHeaders: {
    does: 'reads the request, then FIN',
    script: () => answering('finBeforeHeaders', [], 'end'),
  },
  staleKeepAliveReset: {
    does: 'answers one request and RST at the next on the same connection',
    script: ({ body }) => stale('staleKeepAliveReset', 'reset', body),
  },
  staleKeepAliveFin: {
    does: 'answers one request and FIN at the next on the same connection',
    script: ({ body }) => stale('staleKeepAliveFin', 'end', body),
  },
  resetMidHeaders: {
    does: 'RST in the middle of the response head',
    script: () => answering('resetMidHeaders', [`${head}content-le`], 'reset'),
  },
  finMidHeaders: {
    does: 'FIN in the middle of the response head',
    script: () => answering('finMidHeaders', [`${head}content-le`], 'end'),
  },
  uploadStall: {
    does: 'reads the request head and nothing more',
    script: () => async (connection) => {
      await connection.head();
      connection.pause();
      await connection.closed;
    },
  },
  resetDuringUpload: {
    does: 'RST as soon as the request head and some of its body have come',
    script: () => async (connection) => {
      await connection.head();
      await connection.hasMore();
      connection.reset();
    },
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
