import type { Attempt, Call, Hop } from '../call/context.ts';
import { describeValue } from '../describe-value.ts';
import { ConfigurationError } from '../errors/index.ts';
import { ownProperty } from '../own-property.ts';

/** How often an interceptor runs: per logical call, per try, or per wire exchange. */
export type InterceptorScope = 'call' | 'attempt' | 'hop';

/** What an interceptor of each scope is given beside the request or the response. */
export interface InterceptorContexts {
  readonly call: Call;
  readonly attempt: Attempt;
  readonly hop: Hop;
}

export interface InterceptorScopeOptions<S extends InterceptorScope = InterceptorScope> {
  /** `call` unless given. */
  readonly scope?: S | undefined;
}

/** The scope asked for; `ConfigurationError` for a function that is none or a scope that is unknown. */
export function scopeOf(
  name: string,
  fn: unknown,
  options: InterceptorScopeOptions | undefined,
): InterceptorScope {
  if (typeof fn !== 'function') {
    throw new ConfigurationError(`${name} takes a function, but was given ${describeValue(fn)}`);
  }
  const scope: unknown = (options === undefined ? undefined : ownProperty(options, 'scope')) ?? 'call';
  if (scope === 'call' || scope === 'attempt' || scope === 'hop') return scope;
  throw new ConfigurationError(
    `Option 'scope' of ${name} must be 'call', 'attempt' or 'hop', but is ${describeValue(scope)}`,
  );
}
