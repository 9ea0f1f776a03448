import { rawServer } from '../../../http-core/test/support/raw-server.ts';
import type { Connection } from '../../../http-testing/src/fault-server/connection.ts';
import { type FakeProxy, Upstream } from './upstream.ts';

export interface SocksProxyOptions {
  /** `user:password` for version 5, the user id for version 4. */
  readonly credentials?: readonly string[];
  /** The scheme of its URL. */
  readonly scheme?: string;
}

/** A SOCKS proxy of both versions (RFC 1928, RFC 1929, SOCKS 4a). */
export async function socksProxy({
  credentials,
  scheme = 'socks5',
}: SocksProxyOptions = {}): Promise<FakeProxy> {
  const server = await rawServer(async (connection) => {
    const version = (await connection.bytes(1))[0];
    const target =
      version === 4 ? await greet4(connection, credentials) : await greet5(connection, credentials);
    if (target === undefined) connection.end();
    else await upstream.tunnel(connection, target);
  });
  const upstream = new Upstream(server, scheme);
  return upstream;
}

async function greet4(connection: Connection, credentials?: readonly string[]): Promise<string | undefined> {
  const head = await connection.bytes(7);
  const user = await terminated(connection);
  const isNamed = head[3] === 0 && head[4] === 0 && head[5] === 0;
  const host = isNamed ? await terminated(connection) : [...head.subarray(3)].join('.');
  const isAllowed = credentials === undefined || credentials.includes(user);
  connection.write(Uint8Array.of(0, isAllowed ? 90 : 93, 0, 0, 0, 0, 0, 0));
  return isAllowed ? `${host}:${head.readUInt16BE(1)}` : undefined;
}

async function greet5(connection: Connection, credentials?: readonly string[]): Promise<string | undefined> {
  const methods = await connection.bytes((await connection.bytes(1))[0] ?? 0);
  const method = credentials === undefined ? 0 : 2;
  if (!methods.includes(method)) {
    connection.write(Uint8Array.of(5, 0xff));
    return undefined;
  }
  connection.write(Uint8Array.of(5, method));
  if (credentials !== undefined) {
    await connection.bytes(1);
    const user = await counted(connection);
    const password = await counted(connection);
    const isAllowed = credentials.includes(`${user.toString()}:${password.toString()}`);
    connection.write(Uint8Array.of(1, isAllowed ? 0 : 1));
    if (!isAllowed) return undefined;
  }
  const kind = (await connection.bytes(4))[3];
  const host =
    kind === 3
      ? (await counted(connection)).toString()
      : addressOf(await connection.bytes(kind === 1 ? 4 : 16));
  const port = (await connection.bytes(2)).readUInt16BE(0);
  connection.write(Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 80));
  return `${host}:${port}`;
}

function addressOf(bytes: Buffer): string {
  return bytes.length === 4 ? [...bytes].join('.') : `[${bytes.toString('hex')}]`;
}

async function counted(connection: Connection): Promise<Buffer> {
  return connection.bytes((await connection.bytes(1))[0] ?? 0);
}

async function terminated(connection: Connection): Promise<string> {
  let text = '';
  for (;;) {
    const byte = await connection.bytes(1);
    if (byte[0] === 0) return text;
    text += byte.toString('latin1');
  }
}
