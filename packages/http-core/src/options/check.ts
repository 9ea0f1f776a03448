import { mismatch } from '../describe-value.ts';
import { ConfigurationError, InvalidRequestError } from '../errors/index.ts';

/** Makes the error that refuses an option: `ConfigurationError` for a client's, `InvalidRequestError` for a call's. */
export type Refuse = (message: string) => Error;

/** A client's option is wrong: thrown at construction. */
export const refuseConfiguration: Refuse = (message) => new ConfigurationError(message);
/** A call's option is wrong: rejected before anything is sent. */
export const refuseRequest: Refuse = (message) => new InvalidRequestError(message);

/** The error that names the option, what came and what is allowed. */
export function refusal(refuse: Refuse, name: string, value: unknown, allowed: string): Error {
  return refuse(mismatch(name, value, allowed));
}

/** Milliseconds greater than zero, or `Infinity`. */
export function checkDuration(refuse: Refuse, name: string, value: unknown): number {
  if (typeof value === 'number' && value > 0) return value;
  throw refusal(refuse, name, value, 'a positive number of milliseconds, or Infinity for no limit');
}

/** Milliseconds, zero allowed. */
export function checkSpan(refuse: Refuse, name: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0) return value;
  throw refusal(refuse, name, value, 'zero or a positive number of milliseconds');
}

/** A whole number from `least`, or `Infinity`. */
export function checkCount(refuse: Refuse, name: string, value: unknown, least: number): number {
  if (typeof value === 'number' && value >= least && (Number.isInteger(value) || value === Infinity)) return value;
  throw refusal(refuse, name, value, `a whole number from ${least}, or Infinity for no limit`);
}

export function checkBoolean(refuse: Refuse, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw refusal(refuse, name, value, 'a boolean');
}

export function checkText(refuse: Refuse, name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw refusal(refuse, name, value, 'a string that is not empty');
}

export function checkFunction(refuse: Refuse, name: string, value: unknown): (...values: never[]) => unknown {
  if (typeof value === 'function') return value as (...values: never[]) => unknown;
  throw refusal(refuse, name, value, 'a function');
}

/** A plain object with none but the known keys, own properties only: a polluted prototype adds nothing. */
export function checkKeys(
  refuse: Refuse,
  name: string,
  value: unknown,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal(refuse, name, value, `an object with ${known.join(', ')}`);
  }
  const own: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw unknownOption(refuse, `${name}.${key}`, known);
    own[key] = (value as Record<string, unknown>)[key];
  }
  return own;
}

/** The error for an option nobody knows. */
export function unknownOption(refuse: Refuse, name: string, known: readonly string[]): Error {
  return refuse(`Option '${name}' is unknown; allowed are ${known.join(', ')}`);
}
