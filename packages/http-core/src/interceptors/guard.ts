import type { Lived } from '../call/context.ts';
import { InterceptorError, isClientError } from '../errors/index.ts';

/** What the interceptor's own code raised, as an `InterceptorError`; an error of the tree and the call's abort stay themselves. */
export function interceptorFailure(
  kind: ConstructorParameters<typeof InterceptorError>[0],
  context: object,
  error: unknown,
): unknown {
  const { lifetime } = context as Partial<Lived>;
  if (isClientError(error) || (lifetime?.isAborted === true && lifetime.reason === error)) return error;
  return new InterceptorError(kind, { cause: error });
}
