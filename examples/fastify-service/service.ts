import { type ClientError, isClientError, path } from '@x/http-core';
import Fastify, { type FastifyInstance } from 'fastify';

import { User, type UsersClient } from './users-client.ts';

/**
 * A service over another one. Its client opens before the first request is taken, and closes after the last one was answered:
 * Fastify runs `onClose` when its connections have ended.
 */
export function makeService(users: UsersClient): FastifyInstance {
  const service = Fastify({ logger: { level: process.env['LOG_LEVEL'] ?? 'info' } });

  service.addHook('onReady', () => users.open());
  service.addHook('onClose', () => users.close());

  // Callers keep connections open for a next request: those that are busy when the service closes would hold it up for a minute.
  let isClosing = false;
  service.addHook('preClose', async () => {
    isClosing = true;
  });
  service.addHook('onSend', async (_, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });

  service.get<{ Params: { id: string } }>('/greetings/:id', async ({ params }, reply) => {
    // A caller that hangs up takes its call with it.
    const abort = new AbortController();
    reply.raw.once('close', () => abort.abort());
    const user = await users.get(path`users/${params.id}`, { schema: User, signal: abort.signal });
    return { text: `Good day, ${user.name}` };
  });

  service.setErrorHandler((error, request, reply) => {
    if (!isClientError(error)) return reply.send(error);
    request.log.warn(error.toJSON(), 'the users service did not answer as it should');
    return reply.code(statusFor(error)).send({ error: error.code });
  });
  return service;
}

/** What our callers hear: a 404 is a 404, everything else is the fault of what lies behind us. */
function statusFor({ status, name }: ClientError): number {
  if (status === 404) return 404;
  return name === 'TimeoutError' ? 504 : 502;
}
