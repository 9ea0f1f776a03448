import type { ClientHttp2Session, ClientSessionOptions, ClientSessionRequestOptions } from 'node:http2';
import type { Socket } from 'node:net';

type Own<T> = { [K in keyof T]-?: T[K] | undefined };

/** Bytes of a body that may be on the way before they are read, per stream. */
const windowSize = 1_048_576;

/** Bytes of headers that Node reads; more than an exchange allows, which then can say what was wrong. */
const maxHeaderListSize = 64 * 1_024;

/** For a session on this one socket. */
export function sessionOptions(socket: Socket): ClientSessionOptions {
  const options: Partial<Own<ClientSessionOptions>> & Record<string, unknown> = {
    createConnection: () => socket,
    settings: {
      enablePush: false,
      initialWindowSize: windowSize,
      maxHeaderListSize,
      // Own properties, so that a polluted Object.prototype changes nothing.
      headerTableSize: undefined,
      maxFrameSize: undefined,
      maxConcurrentStreams: undefined,
      maxHeaderSize: undefined,
      enableConnectProtocol: undefined,
      customSettings: undefined,
    } as unknown as NonNullable<ClientSessionOptions['settings']>,
    // By size alone, as over HTTP/1.1.
    maxHeaderListPairs: 2_000,
    maxDeflateDynamicTableSize: undefined,
    maxSettings: undefined,
    maxSessionMemory: undefined,
    maxOutstandingPings: undefined,
    maxReservedRemoteStreams: undefined,
    maxSendHeaderBlockLength: undefined,
    maxSessionInvalidFrames: undefined,
    maxSessionRejectedStreams: undefined,
    paddingStrategy: undefined,
    peerMaxConcurrentStreams: undefined,
    protocol: undefined,
    remoteCustomSettings: undefined,
    strictFieldWhitespaceValidation: undefined,
    strictSingleValueFields: undefined,
    streamResetBurst: undefined,
    streamResetRate: undefined,
    unknownProtocolTimeout: undefined,
  };
  return options;
}

/** For a stream; `endStream` when the request has no body. */
export function streamOptions(endStream: boolean): Parameters<ClientHttp2Session['request']>[1] {
  const options: Partial<Own<ClientSessionRequestOptions>> & Record<string, unknown> = {
    endStream,
    // Own properties, so that a polluted Object.prototype changes nothing; of `weight` Node would warn.
    exclusive: undefined,
    parent: undefined,
    silent: undefined,
    signal: undefined,
    waitForTrailers: undefined,
  };
  return options;
}
