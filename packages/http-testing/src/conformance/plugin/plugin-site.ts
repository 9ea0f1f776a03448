import type { Script } from '../../fault-server/connection-script.ts';
import type { FaultServer } from '../../fault-server/fault-server.ts';

/** A secret that goes into requests and comes with answers. */
export const secret = 'hunter2-of-the-wire';
/** The body of `/ok`, large enough to come in pieces. */
export const okBody = JSON.stringify({ id: 1, text: 'x'.repeat(100_000) });

/** Answers by target: `/ok`, `/set` with a cookie, `/status/404`, `/silent` not at all, `/reset` with the end. */
export const site: Script = async (connection) => {
  for await (const { target, method } of connection.requests()) {
    const path = target.split('?')[0] ?? '';
    const isHead = method === 'HEAD';
    if (path === '/silent') return;
    if (path === '/reset') {
      connection.reset();
      return;
    }
    if (path.startsWith('/status/')) {
      connection.respond({ status: Number(path.slice(8)), body: `because of ${path}`, isHead });
    } else {
      const headers = {
        'content-type': 'application/json',
        ...(path === '/set' ? { 'set-cookie': `id=${secret}` } : {}),
      };
      connection.respond({ headers, body: okBody, isHead });
    }
  }
};

/** Every request as it stood on the wire, its port left out, without the headers named. */
export function wireOf({ requests, port }: FaultServer, leftOut: readonly string[] = []): readonly string[] {
  return requests.map(({ raw }) => {
    const [head = '', ...body] = raw.toString('latin1').replaceAll(String(port), 'PORT').split('\r\n\r\n');
    const lines = head
      .split('\r\n')
      .filter((line) => !leftOut.includes(line.split(':')[0]?.toLowerCase() ?? ''));
    return [lines.join('\r\n'), ...body].join('\r\n\r\n');
  });
}
