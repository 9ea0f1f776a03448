import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';

import type { Scene } from '../scenarios/scene.ts';

/** A loopback origin that every client can reach, and what it was asked. */
export interface Site {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
}

const cut = gzipSync('a sentence that ends in the middle '.repeat(50)).subarray(0, 40);

/** An origin with the routes that the traps need. `other` is where `/away` leads. */
export async function site(scene: Scene, other = ''): Promise<Site> {
  const requests: IncomingMessage[] = [];
  const named = await scene.origin((request, response) => {
    requests.push(request);
    const { pathname } = new URL(request.url ?? '', 'http://site');
    const status = Number(/^\/(\d{3})$/.exec(pathname)?.[1] ?? 200);
    if (pathname === '/away') response.writeHead(302, { location: `${other}/arrived` }).end();
    else if (pathname === '/empty') response.end();
    else if (pathname === '/html') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>');
    } else if (pathname === '/cut') {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': cut.byteLength }).end(cut);
    } else {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"id":1}');
    }
  });
  return { url: named.replace('api.example.com', '127.0.0.1'), requests };
}

/** What a trap holds: a claim about the other client and one about this. */
export type Trap = (scene: Scene) => Promise<void>;

/** The traps of a page, by the first cell of their row. */
export type Traps = Readonly<Record<string, Trap>>;
