import type { ConnectionScript } from './connection-script.ts';
import type { Connection } from './connection.ts';
import type { RawRequest } from './read-request.ts';

/** What `respond` sends beside the status. */
export interface AnswerOptions {
  /** Values by name; `connection: close` is kept. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** Sent as JSON, in place of `body`. */
  readonly json?: unknown;
  /** Milliseconds between the request and the answer. */
  readonly delay?: number | undefined;
}

/** Answers one request well, whatever the status; then the next script takes over when another comes in. */
export function respond(status: number, options: AnswerOptions = {}): ConnectionScript {
  const { delay, json } = options;
  const body = json === undefined ? (options.body ?? '') : JSON.stringify(json);
  const headers: NonNullable<AnswerOptions['headers']> = {
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...options.headers,
  };
  return {
    name: `respond ${status}`,
    after: 'next',
    async run(connection) {
      const { method } = await readRequest(connection);
      if (delay !== undefined && !(await connection.wait(delay))) return;
      connection.respond({ status, headers, body, isHead: method === 'HEAD' });
      if (headers['connection'] === 'close') connection.end();
    },
  };
}

/** The next request, told to go on where it asks. */
export async function readRequest(connection: Connection): Promise<RawRequest> {
  const head = await connection.head();
  if (head.headers['expect']?.[0]?.toLowerCase() === '100-continue') {
    connection.write('HTTP/1.1 100 Continue\r\n\r\n');
  }
  return connection.body(head);
}
