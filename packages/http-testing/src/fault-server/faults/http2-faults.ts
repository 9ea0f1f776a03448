import { makeAuthority } from '../certificates.ts';
import type { ConnectionScript, TlsSource } from '../connection-script.ts';
import type { Connection } from '../connection.ts';
import { dataFrame, goAwayFrame, resetStreamFrame, responseHeadFrame, serveFrames } from '../http2-frames.ts';
import type { FaultDefinition } from './fault-definition.ts';

const code = { internal: 2, refusedStream: 7, http11Required: 13 } as const;
const speakingHttp2: TlsSource = async () => ({
  ...(await (await makeAuthority()).issue()),
  ALPNProtocols: ['h2'],
});

function overHttp2(name: string, act: (connection: Connection, stream: number) => void): ConnectionScript {
  return {
    name,
    tls: speakingHttp2,
    run: (connection) => serveFrames(connection, (stream) => act(connection, stream)),
  };
}

/** What goes wrong in HTTP/2 alone; always over TLS, chosen by ALPN. */
export const http2Faults = {
  http2RefusedStream: {
    does: 'RST_STREAM(REFUSED_STREAM) at every request',
    script: () =>
      overHttp2('http2RefusedStream', (connection, stream) =>
        connection.write(resetStreamFrame(stream, code.refusedStream)),
      ),
  },
  http2ResetBeforeHeaders: {
    does: 'RST_STREAM with `code` (2, INTERNAL_ERROR) at every request',
    script: ({ code: given = code.internal }) =>
      overHttp2('http2ResetBeforeHeaders', (connection, stream) =>
        connection.write(resetStreamFrame(stream, given)),
      ),
  },
  http2GoAway: {
    does: 'GOAWAY at every request: it was not looked at',
    script: () =>
      overHttp2('http2GoAway', (connection, stream) =>
        connection.end(goAwayFrame(Math.max(0, stream - 2), 0)),
      ),
  },
  http2ResetMidBody: {
    does: 'sends a head and some of the body, then RST_STREAM with `code` (2, INTERNAL_ERROR)',
    script: ({ code: given = code.internal }) =>
      overHttp2('http2ResetMidBody', (connection, stream) => {
        connection.write(responseHeadFrame(stream));
        connection.write(dataFrame(stream, 'half'));
        connection.write(resetStreamFrame(stream, given));
      }),
  },
  http2Http11Required: {
    does: 'RST_STREAM(HTTP_1_1_REQUIRED) at every request',
    script: () =>
      overHttp2('http2Http11Required', (connection, stream) =>
        connection.write(resetStreamFrame(stream, code.http11Required)),
      ),
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;
