import {
  type ClientError,
  isClientError,
  NetworkError,
  optionChecks,
  ProtocolError,
  ProxyError,
  type Sent,
  type Timings,
  TlsError,
} from '@x/http-core';

import type { MockRequest } from './mock-request.ts';

const { checkBoolean, checkKeys, refusal, refuseConfiguration: refuse } = optionChecks;

/** How far an exchange had come when it failed, in the words of the error tree: spread it into the details of an error. */
export interface MockEvidence {
  readonly sent: Sent;
  readonly reused: boolean;
  readonly responseStarted: boolean;
  readonly timings: Timings;
}

/** What a fault function gets. */
export interface MockFaultContext<Params = Readonly<Record<string, string>>> {
  readonly request: MockRequest<Params>;
  readonly evidence: MockEvidence;
  /** Host and port, as messages have them. */
  readonly authority: string;
}

/** Failures of the wire with the evidence that they have in life. */
export type MockFaultName =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'proxy'
  | 'tls'
  | 'reset'
  | 'truncated'
  | 'protocol';

/** A failure: its name, an error of the tree, or a function that makes one anew for every exchange. */
export type MockFault<Params = Readonly<Record<string, string>>> =
  | MockFaultName
  | ClientError
  | ((context: MockFaultContext<Params>) => ClientError);

/** What the evidence of a fault says instead of what is usual for it. */
export interface MockFaultOptions {
  /** How much of the request had gone out: the body is read no further than that. */
  readonly sent?: Sent | undefined;
  /** Whether the socket had carried a request before: with `reset` that is the stale socket that core tries anew, once. False unless given. */
  readonly reused?: boolean | undefined;
  /** Whether any byte of an answer had come. */
  readonly responseStarted?: boolean | undefined;
}

/** A fault, checked once. */
export interface PreparedFault {
  readonly sent: Sent;
  readonly reused: boolean;
  readonly responseStarted: boolean;
  make(context: MockFaultContext): ClientError;
}

interface NamedFault {
  readonly sent: Sent;
  readonly responseStarted?: boolean;
  make(context: MockFaultContext): ClientError;
}

const cannotConnect = ({ authority }: MockFaultContext, what: string): string =>
  `Cannot connect to host ${authority}: ${what}`;

const named: Readonly<Record<MockFaultName, NamedFault>> = {
  dns: {
    sent: 'none',
    make: (context) =>
      new NetworkError('dns', cannotConnect(context, 'its name could not be looked up (ENOTFOUND)'), {
        ...context.evidence,
        retryable: false,
      }),
  },
  refused: {
    sent: 'none',
    make: (context) =>
      new NetworkError(
        'refused',
        cannotConnect(context, 'connection refused (ECONNREFUSED)'),
        context.evidence,
      ),
  },
  unreachable: {
    sent: 'none',
    make: (context) =>
      new NetworkError(
        'unreachable',
        cannotConnect(context, 'host unreachable (EHOSTUNREACH)'),
        context.evidence,
      ),
  },
  proxy: {
    sent: 'none',
    make: (context) =>
      new ProxyError(cannotConnect(context, 'the proxy answered 502 to CONNECT'), {
        ...context.evidence,
        proxyStatus: 502,
      }),
  },
  tls: {
    sent: 'none',
    make: (context) =>
      new TlsError(cannotConnect(context, 'self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)'), {
        ...context.evidence,
        reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      }),
  },
  reset: {
    sent: 'complete',
    make: ({ evidence }) =>
      evidence.responseStarted
        ? new NetworkError('truncated', 'The response body broke off: read ECONNRESET (ECONNRESET)', evidence)
        : new NetworkError(
            'reset',
            'The connection broke before the response came: read ECONNRESET (ECONNRESET)',
            evidence,
          ),
  },
  truncated: {
    sent: 'complete',
    responseStarted: true,
    make: ({ evidence }) =>
      new NetworkError('truncated', 'The response body broke off: aborted (ECONNRESET)', evidence),
  },
  protocol: {
    sent: 'complete',
    responseStarted: true,
    make: ({ evidence }) =>
      new ProtocolError('framing', 'The response is not HTTP: Parse Error (HPE_INVALID_CONSTANT)', evidence),
  },
};

/** Checks a fault and what its evidence is to say; throws `ConfigurationError`. */
export function prepareFault(fault: unknown, options: unknown): PreparedFault {
  const given = checkKeys(refuse, 'fail', options ?? {}, ['sent', 'reused', 'responseStarted']);
  const { sent } = given;
  if (sent !== undefined && sent !== 'none' && sent !== 'partial' && sent !== 'complete') {
    throw refusal(refuse, 'fail.sent', sent, "'none', 'partial' or 'complete'");
  }
  const flag = (name: 'reused' | 'responseStarted', fallback: boolean): boolean =>
    given[name] === undefined ? fallback : checkBoolean(refuse, `fail.${name}`, given[name]);
  const found = namedFault(fault);
  return {
    sent: sent ?? found.sent,
    reused: flag('reused', false),
    responseStarted: flag('responseStarted', found.responseStarted ?? false),
    make: found.make,
  };
}

function namedFault(fault: unknown): NamedFault {
  if (typeof fault === 'string' && Object.hasOwn(named, fault)) return named[fault as MockFaultName];
  if (typeof fault === 'function') {
    return {
      sent: 'complete',
      make: (context) => (fault as (context: MockFaultContext) => ClientError)(context),
    };
  }
  if (isClientError(fault)) return { sent: fault.sent ?? 'complete', make: () => fault };
  const names = Object.keys(named).join(', ');
  throw refusal(refuse, 'fail', fault, `one of ${names}, an error of the tree, or a function that makes one`);
}
