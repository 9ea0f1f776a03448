import { createClient, type ProxyTarget } from '@x/http-core';

import { matchesNoProxy, proxy, type ProxyOptions, resolveProxy } from '../src/index.ts';

const client = createClient({ plugins: [proxy()] });

// The plugin adds no call option.
// @ts-expect-error -- unknown to the client
void client.get('x', { proxy: 'http://p' });
void client.get('x', { timeout: 1 });

proxy('http://p:3128');
proxy(new URL('socks5://p'));
proxy({});
proxy({ http: 'http://p', https: new URL('http://p'), noProxy: ['a'] });
proxy({ noProxy: 'a,b' });
proxy((target: URL) => (target.hostname === 'a' ? 'http://p' : undefined));
proxy(() => null);

// @ts-expect-error -- there are http and https alone
proxy({ ftp: 'http://p' });
// @ts-expect-error -- a proxy is chosen at once
proxy(async () => 'http://p');
// @ts-expect-error -- no number
proxy(3128);

const chosen: URL | undefined = resolveProxy('http://a', process.env);
const isDirect: boolean = matchesNoProxy('http://a', 'a,b');
void matchesNoProxy(new URL('http://a'), ['a'] as const);
// @ts-expect-error -- it is pure, and takes what it is to read
resolveProxy('http://a');

// What a proxy plugin of somebody else's has to give.
const target: ProxyTarget = {
  url: new URL('http://p'),
  openTunnel: (socket, { authority, hostname, port }, observer) => {
    socket.write(`${authority} ${hostname} ${port}`);
    observer.failed({ reason: 'it does not tunnel', retryable: false });
    return () => {};
  },
};

export const kept: readonly [ProxyOptions, URL | undefined, boolean, ProxyTarget] = [
  {},
  chosen,
  isDirect,
  target,
];
