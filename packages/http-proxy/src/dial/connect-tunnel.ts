import type { Socket } from 'node:net';

import type { TunnelFailure, TunnelObserver } from '@x/http-core';

import { ConnectReply } from './connect-reply.ts';

/** What is asked of the proxy. */
export interface ConnectRequest {
  /** `host:port` of the target. */
  readonly authority: string;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

/**
 * CONNECT (RFC 9110, section 9.3.6) with Host and Proxy-Authorization and no other header: what is meant for the origin is
 * not for the proxy. Returns what ends it; the observer hears nothing more then.
 */
export function openConnectTunnel(
  socket: Socket,
  { authority, authorization }: ConnectRequest,
  observer: TunnelObserver,
): () => void {
  const reply = new ConnectReply();
  const stop = (): void => {
    socket.off('data', onData);
    socket.off('end', onEnd);
    socket.off('close', onEnd);
    socket.off('error', onError);
  };
  const fail = (failure: TunnelFailure): void => {
    stop();
    observer.failed(failure);
  };
  const onData = (chunk: Buffer): void => {
    const answer = reply.read(chunk);
    if (answer === undefined) return;
    if ('problem' in answer) fail({ reason: answer.problem });
    else if (answer.status >= 300) fail({ reason: '', proxyStatus: answer.status });
    // Whoever speaks before the target has been asked for anything is not the target.
    else if (answer.extraBytes > 0) fail({ reason: 'it sent more than the head of its answer to CONNECT' });
    else {
      stop();
      observer.opened();
    }
  };
  const onEnd = (): void => fail({ reason: 'it closed the connection before it had answered CONNECT' });
  const onError = (error: NodeJS.ErrnoException): void =>
    fail({ reason: `the connection broke before it had answered CONNECT (${error.code ?? error.message})` });
  socket.on('data', onData);
  socket.on('end', onEnd);
  socket.on('close', onEnd);
  socket.on('error', onError);
  const credentials = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`);
  return stop;
}
