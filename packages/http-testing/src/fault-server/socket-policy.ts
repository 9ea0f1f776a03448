import { type ConnectionScript, type Script, toScript } from './connection-script.ts';
import type { Connection, RespondOptions } from './connection.ts';
import { head } from './faults/answering.ts';
import { http2Faults } from './faults/http2-faults.ts';
import { tlsFaults } from './faults/tls-faults.ts';
import { readRequest } from './respond.ts';

/** The socket policies of OkHttp's MockWebServer, by its names. */
export type SocketPolicy =
  | 'SHUTDOWN_SERVER_AFTER_RESPONSE'
  | 'KEEP_OPEN'
  | 'DISCONNECT_AT_END'
  | 'UPGRADE_TO_SSL_AT_END'
  | 'DISCONNECT_AT_START'
  | 'DISCONNECT_AFTER_REQUEST'
  | 'DISCONNECT_DURING_REQUEST_BODY'
  | 'DISCONNECT_DURING_RESPONSE_BODY'
  | 'DO_NOT_READ_REQUEST_BODY'
  | 'FAIL_HANDSHAKE'
  | 'SHUTDOWN_INPUT_AT_END'
  | 'SHUTDOWN_OUTPUT_AT_END'
  | 'STALL_SOCKET_AT_START'
  | 'NO_RESPONSE'
  | 'RESET_STREAM_AT_START'
  | 'EXPECT_CONTINUE'
  | 'CONTINUE_ALWAYS';

/** Closes both ways as soon as everything is out. */
function disconnect({ socket }: Connection): void {
  socket.destroySoon();
}

/** Reads a request, answers and then does that with the connection. */
const answered =
  (answer: RespondOptions, then: (connection: Connection) => unknown = () => {}): Script =>
  async (connection) => {
    await readRequest(connection);
    connection.respond(answer);
    await then(connection);
  };

const policies: Readonly<
  Record<SocketPolicy, (answer: RespondOptions) => Script | Omit<ConnectionScript, 'name'>>
> = {
  SHUTDOWN_SERVER_AFTER_RESPONSE: (answer) => ({ run: answered(answer), after: 'shutDown' }),
  KEEP_OPEN: (answer) => ({ run: answered(answer), after: 'next' }),
  DISCONNECT_AT_END: (answer) => answered(answer, disconnect),
  UPGRADE_TO_SSL_AT_END: (answer) => ({
    // No length: after the answer to a CONNECT there is a tunnel and no body.
    run: async (connection) => {
      await readRequest(connection);
      connection.write(`HTTP/1.1 ${answer.status ?? 200} OK\r\n\r\n`);
    },
    after: 'secure',
  }),
  DISCONNECT_AT_START: () => ({ tls: 'none', run: disconnect }),
  DISCONNECT_AFTER_REQUEST: () => async (connection) => {
    await readRequest(connection);
    disconnect(connection);
  },
  DISCONNECT_DURING_REQUEST_BODY: () => async (connection) => {
    const { headers } = await connection.head();
    await connection.bytes(Math.floor(Number(headers['content-length']?.[0] ?? 0) / 2));
    disconnect(connection);
  },
  DISCONNECT_DURING_RESPONSE_BODY:
    ({ body = 'hello' }) =>
    async (connection) => {
      await readRequest(connection);
      const bytes = Buffer.from(body as string);
      await connection.send(`${head}content-length: ${bytes.length}\r\n\r\n`);
      await connection.send(bytes.subarray(0, Math.floor(bytes.length / 2)));
      disconnect(connection);
    },
  DO_NOT_READ_REQUEST_BODY: (answer) => async (connection) => {
    await connection.head();
    connection.pause();
    connection.respond(answer);
    await connection.closed;
  },
  FAIL_HANDSHAKE: () => toScript(tlsFaults.tlsGarbage.script()),
  SHUTDOWN_INPUT_AT_END: (answer) =>
    answered(answer, async (connection) => {
      // What comes is taken and heard by nobody, as after shutdown(SHUT_RD).
      while (await connection.hasMore()) await connection.bytes(connection.unread.length);
    }),
  SHUTDOWN_OUTPUT_AT_END: (answer) => answered(answer, (connection) => connection.end()),
  STALL_SOCKET_AT_START: () => ({ tls: 'none', run: (connection) => connection.closed }),
  NO_RESPONSE: () => async (connection) => {
    await readRequest(connection);
    await connection.closed;
  },
  RESET_STREAM_AT_START: () => toScript(http2Faults.http2RefusedStream.script()),
  EXPECT_CONTINUE: (answer) => ({ run: answered(answer), after: 'next' }),
  CONTINUE_ALWAYS: (answer) => ({
    run: async (connection) => {
      const request = await connection.head();
      connection.write('HTTP/1.1 100 Continue\r\n\r\n');
      await connection.body(request);
      connection.respond(answer);
    },
    after: 'next',
  }),
};

/** What a response of MockWebServer with that policy does; the answer is what it says where the policy lets it. */
export function socketPolicy(policy: SocketPolicy, answer: RespondOptions = {}): ConnectionScript {
  const made = policies[policy](answer);
  return { ...(typeof made === 'function' ? { run: made } : made), name: policy };
}
