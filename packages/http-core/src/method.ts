import { mismatch } from './describe-value.ts';
import { InvalidRequestError } from './errors/invalid-request-error.ts';
import { isToken } from './headers/header-syntax.ts';

const known: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The method as it goes on the wire: the known ones in upper case, any other token as it stands. Throws
 * `InvalidRequestError` for what is no token and for CONNECT and TRACE.
 */
export function readMethod(method: unknown): string {
  if (typeof method !== 'string') throw new InvalidRequestError(mismatch('method', method, 'a string'));
  if (known.has(method)) return method;
  if (!isToken(method)) throw new InvalidRequestError('method is not a token of HTTP, such as GET');
  const upper = method.toUpperCase();
  // TRACE echoes credentials back and CONNECT is not an exchange; the Fetch standard forbids the same three.
  if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') {
    throw new InvalidRequestError(`method ${upper} is not for a client to send`);
  }
  return known.has(upper) ? upper : method;
}
