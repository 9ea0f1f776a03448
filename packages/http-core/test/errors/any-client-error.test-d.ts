import type {
  AnyClientError,
  BulkheadFullError,
  CircuitOpenError,
  ClientError,
  ClientStatusError,
  NetworkError,
  RateLimitedError,
  ServerStatusError,
  TimeoutError,
  TransportError,
} from '../../src/errors/index.ts';
import { isClientError, NotFoundError, StatusError } from '../../src/errors/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

declare const error: AnyClientError;
declare const typed: AnyClientError<{ 404: { missing: string }; 418: { tea: boolean } }>;
declare const unknownError: unknown;

// A status narrows to its class.
if (error.status === 404) {
  holds<Equal<typeof error, NotFoundError>>();
  const copy: NotFoundError = error;
  void copy;
}
if (error.status === 429) holds<Equal<typeof error, RateLimitedError>>();

// A status without a class of its own narrows to the fallback and to nothing else.
if (error.status === 418) {
  const fallback: ClientStatusError = error;
  void fallback;
  // @ts-expect-error a 418 is no NotFoundError
  const wrong: NotFoundError = error;
  void wrong;
}
if (error.status === 502) {
  const fallback: ServerStatusError = error;
  void fallback;
}

// @ts-expect-error a status that never raises cannot be compared
void (error.status === 200);

// No status, no response to speak of.
if (error.status === undefined) {
  // @ts-expect-error problem is of status errors only
  void error.problem;
} else {
  const status: StatusError = error;
  void status.problem?.detail;
}
if (error.status !== undefined && error.status >= 500) void error.response.status;

// A code narrows as well, to the class and not to its bases.
if (error.code === 'ERR_HTTP_TIMEOUT') holds<Equal<typeof error, TimeoutError>>();
if (error.code === 'ERR_HTTP_CIRCUIT_OPEN') holds<Equal<typeof error, CircuitOpenError>>();
if (error.code === 'ERR_HTTP_BULKHEAD_FULL') holds<Equal<typeof error, BulkheadFullError>>();
if (error.code === 'ERR_HTTP_NETWORK') {
  const network: NetworkError = error;
  void network.reason;
}
switch (error.code) {
  case 'ERR_HTTP_TLS':
    holds<Equal<typeof error.reason, string | undefined>>();
    break;
  case 'ERR_HTTP_STATUS':
    void error.response.status;
    break;
  // @ts-expect-error there is no such code
  case 'ERR_HTTP_TYPO':
    break;
  default:
}

// Error bodies are typed by status: `undefined` when the body did not fit.
if (typed.status === 404) holds<Equal<typeof typed.data, { missing: string } | undefined>>();
if (typed.status === 418) holds<Equal<typeof typed.data, { tea: boolean } | undefined>>();
if (typed.status === 409) holds<Equal<typeof typed.data, unknown>>();
const untyped: AnyClientError = typed;
void untyped;

// instanceof narrows, and gives no `any` from unknown.
if (error instanceof NotFoundError) holds<Equal<typeof error, NotFoundError>>();
if (unknownError instanceof NotFoundError) {
  holds<Equal<typeof unknownError, NotFoundError>>();
  holds<Equal<typeof unknownError.data, unknown>>();
  holds<Equal<typeof unknownError.status, 404>>();
} else {
  holds<Equal<typeof unknownError, unknown>>();
}
if (unknownError instanceof StatusError) holds<Equal<typeof unknownError.status, number>>();
if (isClientError(unknownError)) holds<Equal<typeof unknownError, ClientError>>();

// Every member is a ClientError with a message and a ledger.
const root: ClientError = error;
void root.attempts.length;

// A subclass keeps its literal code beside its base's union.
declare const transport: TransportError;
// @ts-expect-error the code of a timeout is none of a transport error
void (transport.code === 'ERR_HTTP_TIMEOUT');

// The only constructor of a status error takes the response.
// @ts-expect-error a message is no response
void new NotFoundError('Not Found');
