import { readRequest, respond } from '../respond.ts';
import { answering, endlessly } from './answering.ts';
import type { FaultDefinition } from './fault-definition.ts';

const refusal = 'HTTP/1.1 413 Content Too Large\r\nconnection: close\r\ncontent-length: 7\r\n\r\ntoo big';
const chunk = `10000\r\n${'a'.repeat(0x1_00_00)}\r\n`;

/** Statuses and redirects that a client can go wrong on. */
export const statusFaults = {
  redirectEndlessBody: {
    does: 'redirects to /after with a body without end',
    script: () =>
      endlessly(
        'redirectEndlessBody',
        'HTTP/1.1 302 Found\r\nlocation: /after\r\ntransfer-encoding: chunked\r\n\r\n',
        chunk,
      ),
  },
  redirectLoop: {
    does: 'redirects one request to where it came from',
    script: () => ({
      name: 'redirectLoop',
      after: 'next',
      async run(connection) {
        const { target } = await readRequest(connection);
        connection.respond({ status: 302, headers: { location: target } });
      },
    }),
  },
  twoLocations: {
    does: 'redirects with two locations that differ',
    script: () =>
      answering('twoLocations', [
        'HTTP/1.1 302 Found\r\nlocation: /a\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n',
      ]),
  },
  earlyRefusal413Fin: {
    does: 'answers 413 to the head of an upload, then FIN',
    script: () => async (connection) => {
      await connection.head();
      connection.end(refusal);
      await connection.closed;
    },
  },
  earlyRefusal413Rst: {
    does: 'answers 413 to the head of an upload, then RST once the answer is out',
    script: () => async (connection) => {
      await connection.head();
      await connection.send(refusal);
      // A reset overtakes bytes that a relay still holds.
      if (await connection.wait(20)) connection.reset();
    },
  },
  expect417: {
    does: 'answers 417 to whoever expects 100-continue, else well',
    script: ({ body = 'hello' }) => ({
      name: 'expect417',
      after: 'next',
      async run(connection) {
        const request = await connection.head();
        if (request.headers['expect'] === undefined) {
          await connection.body(request);
          connection.respond({ body });
        } else {
          connection.respond({ status: 417, headers: { connection: 'close' } });
          connection.end();
        }
      },
    }),
  },
  retryAfter: {
    does: 'answers `status` (503) with `value` (1) as Retry-After',
    script: ({ status = 503, value = '1' }) => respond(status, { headers: { 'retry-after': value } }),
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
