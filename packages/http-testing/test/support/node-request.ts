import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';

export interface NodeAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly port: number | undefined;
}

/** Keeps one connection, as a client with a pool does. */
export function oneConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

/** One request with node:http, whatever client is under test elsewhere; rejects with what broke it. */
export async function nodeRequest(
  url: string,
  options: RequestOptions & { readonly body?: string | Uint8Array } = {},
): Promise<NodeAnswer> {
  const { body, ...rest } = options;
  const outgoing = httpRequest(url, { agent: false, ...rest });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const port = response.socket.localPort;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
    port,
  };
}

/** The code that a request fails with. */
export async function failureOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'none';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
