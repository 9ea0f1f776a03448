import { answering, endlessly, head } from './answering.ts';
import type { FaultDefinition } from './fault-definition.ts';

/** Reads each message of a SOCKS handshake and gives one of these replies. */
const socks =
  (...replies: readonly (readonly number[])[]): FaultDefinition['script'] =>
  () =>
  async (connection) => {
    for (const reply of replies) {
      if (!(await connection.hasMore())) return;
      await connection.bytes(connection.unread.length);
      connection.write(Uint8Array.from(reply));
    }
    await connection.closed;
  };

/** What a proxy can do to a tunnel; a fault server of its own stands for the proxy. */
export const proxyFaults = {
  proxyReset: {
    does: 'reads the CONNECT, then RST',
    script: () => answering('proxyReset', [], 'reset'),
  },
  proxyFin: {
    does: 'reads the CONNECT, then FIN',
    script: () => answering('proxyFin', [], 'end'),
  },
  proxyStatus: {
    does: 'answers the CONNECT with `status` (502)',
    script: ({ status = 502 }) =>
      answering(`proxyStatus ${status}`, [`HTTP/1.1 ${status} No\r\ncontent-length: 2\r\n\r\nno`]),
  },
  proxyHang: {
    does: 'accepts the CONNECT and never answers',
    script: () => async (connection) => {
      await connection.request();
      await connection.closed;
    },
  },
  proxyEndlessHeaders: {
    does: 'answers the CONNECT with header lines without end',
    script: () => endlessly('proxyEndlessHeaders', head, 'x-many: 1\r\n'.repeat(500)),
  },
  proxyGarbage: {
    does: 'answers the CONNECT with bytes that are no HTTP',
    script: () => answering('proxyGarbage', ['\0\x01\x02garbage\r\n\r\n']),
  },
  proxy200WithBody: {
    does: 'answers the CONNECT with 200 and a body in front of the tunnel',
    script: () => answering('proxy200WithBody', [`${head}content-length: 5\r\n\r\nhello`]),
  },
  proxySilentTunnel: {
    does: 'opens the tunnel and then never says anything in it',
    script: () => async (connection) => {
      await connection.request();
      connection.write(`${head}\r\n`);
      await connection.closed;
    },
  },
  socksRefused: {
    does: 'refuses the SOCKS 5 connection: host unreachable',
    script: socks([5, 0], [5, 4, 0, 1, 0, 0, 0, 0, 0, 0]),
  },
  socksNoMethod: {
    does: 'accepts none of the SOCKS 5 logins that are offered',
    script: socks([5, 0xff]),
  },
  socksHang: {
    does: 'reads the SOCKS greeting and never answers',
    script: () => (connection) => connection.closed,
  },
  socksGarbage: {
    does: 'answers the SOCKS greeting with another version',
    script: socks([4, 0, 0]),
  },
  socksReset: {
    does: 'RST at the SOCKS greeting',
    script: () => async (connection) => {
      await connection.hasMore();
      connection.reset();
    },
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
