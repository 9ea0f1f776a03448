import { once } from 'node:events';
import { request as nodeRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

import { definePlugin, type Plugin, type Transport, type WireRequest, type WireResponse } from '@x/http-core';

function plugin(transport: Pick<Transport, 'exchange' | 'close'>): Plugin<'naive'> {
  const whole: Transport = { name: 'naive', features: new Set(), ...transport };
  return definePlugin({ name: 'naive', contract: 1, setup: () => ({ transport: whole, callOptions: {} }) });
}

function answer(status: number, body: Uint8Array): WireResponse {
  return {
    status,
    statusText: '',
    rawHeaders: [],
    httpVersion: '1.1',
    body,
    destroy: () => {},
    timings: { total: 0 },
    isReusedSocket: false,
  };
}

/** What one writes first over node:http: it counts no interim responses, and may take one for the answer. */
export function naiveHttp({
  takesInterim = false,
}: { readonly takesInterim?: boolean } = {}): Plugin<'naive'> {
  const exchange = ({ url, method, headers, body }: WireRequest): Promise<WireResponse> =>
    new Promise((resolve, reject) => {
      const { hostname: host, port, pathname, search } = url;
      const options = {
        host,
        port,
        method,
        headers: { ...headers } as Record<string, string>,
        agent: false as const,
      };
      const outgoing = nodeRequest({ ...options, path: pathname + search });
      outgoing.on('error', reject);
      outgoing.on(
        'information',
        ({ statusCode }) => takesInterim && resolve(answer(statusCode, new Uint8Array())),
      );
      outgoing.on('response', (message: IncomingMessage) => {
        message
          .toArray()
          .then((chunks) => resolve(answer(message.statusCode ?? 0, Buffer.concat(chunks))), reject);
      });
      outgoing.end(body);
    });
  return plugin({ exchange, close: async () => {} });
}

/** One socket for everybody, and whatever has come on it is the answer to whoever asks next. */
export function naiveSocket(): Plugin<'naive'> {
  let socket: Socket | undefined;
  let received = '';
  const exchange = async ({ url, method }: WireRequest): Promise<WireResponse> => {
    if (socket?.writable !== true || socket.remotePort !== Number(url.port)) {
      socket = connect(Number(url.port), url.hostname);
      socket.on('data', (data) => (received += data.toString()));
      socket.on('error', () => {});
      received = '';
      await once(socket, 'connect');
    }
    socket.write(`${method} ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`);
    for (;;) {
      const [head = '', rest] = received.split(/\r\n\r\n([^]*)/);
      if (rest !== undefined) {
        const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
        received = rest.slice(length);
        return answer(Number(head.slice(9, 12)), Buffer.from(rest.slice(0, length)));
      }
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    }
  };
  return plugin({ exchange, close: async () => void socket?.destroy() });
}
