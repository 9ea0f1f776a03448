/** One GET of a small JSON document, parsed; as a user of that client would write it. */
export type Fetch = () => Promise<unknown>;

/** The clients that are measured, by name. Each is loaded only in the process that measures it. */
export const contenders: Readonly<Record<string, (url: string) => Promise<Fetch>>> = {
  'http-core': async (url) => {
    const { createClient } = await import('@x/http-core');
    const api = createClient({ name: 'bench', baseUrl: url });
    return () => api.get('users/1').json();
  },
  got: async (url) => {
    const { default: got } = await import('got');
    const { Agent } = await import('node:http');
    // Kept-alive connections for both: without them got would measure TCP handshakes.
    const agent = { http: new Agent({ keepAlive: true }) };
    const target = `${url}/users/1`;
    return () => got(target, { agent, retry: { limit: 0 } }).json();
  },
};
