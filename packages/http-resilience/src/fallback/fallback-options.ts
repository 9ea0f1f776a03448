import { ClientError, optionChecks, type RequestSummary } from '@x/http-core';

/** A class of errors, such as `CircuitOpenError` or `ServerStatusError`. */
export type ErrorClass = abstract new (...values: never) => ClientError;

/** The `fallback` option: what a call resolves to instead of an error. */
export interface FallbackOptions {
  /** Only errors of these classes; every `ClientError` unless given. */
  readonly on?: readonly ErrorClass[] | undefined;
  /** Gives a value, an `HttpResponse` or a web `Response`, or a promise of one. What it throws is what the call ends with. */
  readonly use: (error: ClientError, request: RequestSummary) => unknown;
}

/** What the fallback options come to. */
export interface FallbackSettings {
  readonly on: readonly ErrorClass[];
  readonly use: FallbackOptions['use'];
}

const { checkFunction, checkKeys, refusal, refuseConfiguration: refuse } = optionChecks;

/** Checks the options of a fallback; `ConfigurationError` names the first that is wrong. */
export function readFallback(options: unknown): FallbackSettings {
  const { on, use } = checkKeys(refuse, 'fallback', options, ['on', 'use']);
  return {
    on: on === undefined ? [ClientError] : readClasses(on),
    use: checkFunction(refuse, 'fallback.use', use) as FallbackOptions['use'],
  };
}

function readClasses(value: unknown): readonly ErrorClass[] {
  const isErrorClass = (one: unknown): boolean =>
    typeof one === 'function' && ((one as unknown) === ClientError || one.prototype instanceof ClientError);
  if (Array.isArray(value) && value.length > 0 && value.every(isErrorClass)) return value as ErrorClass[];
  throw refusal(refuse, 'fallback.on', value, 'a list of error classes');
}
