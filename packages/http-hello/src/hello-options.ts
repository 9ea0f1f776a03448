import { ConfigurationError } from '@x/http-core';

/** Options of `hello()`. */
export interface HelloOptions {
  /** What the header `greeting` says; `Hello` unless given. */
  readonly greeting?: string | undefined;
}

/** What the plugin adds to the options of a call. */
export interface HelloCallOptions {
  /** Another greeting for this call; `false` sends none. */
  readonly greeting?: string | false | undefined;
}

const allowed = 'a string of printable ASCII that is not empty';

/** The greeting of `options`. `ConfigurationError` names the option that is wrong, what it is and what is allowed. */
export function readGreeting(options: HelloOptions): string {
  const unknown = Object.keys(options).find((name) => name !== 'greeting');
  if (unknown !== undefined) {
    throw new ConfigurationError(`Option '${unknown}' of hello is unknown; allowed is greeting`);
  }
  // Its own, and none that a polluted Object.prototype has.
  const greeting: unknown = (Object.hasOwn(options, 'greeting') ? options.greeting : undefined) ?? 'Hello';
  if (isGreeting(greeting)) return greeting;
  throw new ConfigurationError(`Option 'greeting' of hello must be ${allowed}, not ${kindOf(greeting)}`);
}

/** For `callOptions`: what is allowed when the value does not fit. The core makes the error, which says what came. */
export function checkGreeting(value: unknown): string | undefined {
  return value === false || isGreeting(value) ? undefined : `false or ${allowed}`;
}

/** Anything else could not stand on one line of the wire. */
function isGreeting(value: unknown): value is string {
  return typeof value === 'string' && /^[\x20-\x7e]+$/.test(value);
}

/** Never the value itself: it may be a secret in the wrong place. */
function kindOf(value: unknown): string {
  return typeof value === 'string' ? 'this string' : `a ${typeof value}`;
}
