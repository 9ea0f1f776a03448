import type * as Http from 'node:http';
import type { Agent, ClientRequest, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';

import { absoluteForm, isForwarded, proxyOf } from './proxy-route.ts';
import type { WireRequest } from './transport.ts';

/** Bytes of response headers that are read at most. */
export const maxHeaderSize: number = 16 * 1_024;
/** Of these Node assumes no body, so an empty one needs no length. */
const withoutLength: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/** Node's request over a socket that is ready, with exactly the given headers beside `host` and `connection`. */
export function nativeRequest(
  http: typeof Http,
  request: WireRequest,
  socket: Socket,
  isLast: boolean,
): ClientRequest {
  const { method, url } = request;
  const lines = headerLines(request);
  const isUpper = method === method.toUpperCase();
  const options: Record<string, unknown> = Object.create(null);
  options.method = method;
  const proxy = proxyOf(request);
  const isToProxy = proxy !== undefined && isForwarded(url, proxy);
  options.path = isToProxy ? absoluteForm(url) : url.pathname + url.search;
  options.headers = isUpper ? lines : undefined;
  options.agent = isLast ? closingAgent : keepingAgent;
  options.readySocket = socket;
  options.maxHeaderSize = maxHeaderSize;
  // Own properties, so that a polluted Object.prototype changes nothing.
  for (const name of ownUndefined) options[name] = undefined;
  options.setHost = false;
  const native = http.request(options as RequestOptions);
  if (!isUpper) {
    // Node writes the head at once when it gets lines, and always in upper case.
    native.method = method;
    for (let index = 0; index < lines.length; index += 2) {
      native.appendHeader(lines[index] as string, lines[index + 1] as string);
    }
  }
  // Node sets it only when it is given, and reads it later: a polluted prototype's would break the socket's listeners.
  Object.assign(native, { timeout: undefined });
  // Unlimited: the size is what is capped, and lines beyond a count would be dropped in silence.
  native.maxHeadersCount = 0;
  return native;
}

const ownUndefined = [
  'auth',
  'createConnection',
  'defaultPort',
  'family',
  'highWaterMark',
  'host',
  'hostname',
  'httpValidation',
  'insecureHTTPParser',
  'joinDuplicateHeaders',
  'localAddress',
  'lookup',
  'port',
  'protocol',
  'setDefaultHeaders',
  'signal',
  'socketPath',
  'timeout',
  'uniqueHeaders',
  '_defaultAgent',
] as const;

/** What Node's request asks of an agent: it brings the request together with the socket that was chosen for it. */
function handoverAgent(keepAlive: boolean): Agent {
  const agent: Record<string, unknown> = Object.create(null);
  agent.keepAlive = keepAlive;
  agent.maxSockets = keepAlive ? 1 : Infinity;
  agent.protocol = 'http:';
  agent.defaultPort = undefined;
  agent.options = undefined;
  agent.addRequest = (native: ClientRequest, options: { readonly readySocket: Socket }) => {
    native.onSocket(options.readySocket);
  };
  return agent as unknown as Agent;
}

const keepingAgent = handoverAgent(true);
const closingAgent = handoverAgent(false);

/** Name, value, name, value ...: Node writes them as they are. */
function headerLines({ method, url, headers, body, contentLength }: WireRequest): string[] {
  const lines: string[] = [];
  if (headers.host === undefined) lines.push('host', url.host);
  for (const name of Object.keys(headers)) {
    const value = headers[name] as string | readonly string[];
    if (typeof value === 'string') lines.push(name, value);
    else for (const one of value) lines.push(name, one);
  }
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return lines;
  const length = body instanceof Uint8Array ? body.byteLength : body === undefined ? 0 : contentLength;
  if (length === undefined) lines.push('transfer-encoding', 'chunked');
  else if (body !== undefined || !withoutLength.has(method)) lines.push('content-length', String(length));
  return lines;
}
