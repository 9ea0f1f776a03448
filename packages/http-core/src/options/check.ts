import { mismatch, optionPath } from '../describe-value.ts';
import { ConfigurationError, InvalidRequestError } from '../errors/index.ts';
import { isPlainRecord } from '../own-property.ts';

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
  if (typeof value === 'number' && value >= least && (Number.isInteger(value) || value === Infinity)) {
    return value;
  }
  throw refusal(refuse, name, value, `a whole number from ${least}, or Infinity for no limit`);
}

/** A number within bounds, both included. */
export function checkNumber(
  refuse: Refuse,
  name: string,
  value: unknown,
  least: number,
  most: number,
): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw refusal(refuse, name, value, `a number from ${least} to ${most}`);
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
  alternative = '',
): Readonly<Record<string, unknown>> {
  // A class instance keeps what it means elsewhere: a Map given for an object would count as empty.
  if (!isPlainRecord(value)) {
    throw refusal(refuse, name, value, `${alternative}a plain object with ${known.join(', ')}`);
  }
  const own: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw unknownOption(refuse, name === 'options' ? '' : name, key, known);
    own[key] = value[key];
  }
  return own;
}

/** The error for an option nobody knows; `within` is the option it is a part of, or empty. */
export function unknownOption(refuse: Refuse, within: string, name: string, known: readonly string[]): Error {
  const shown = optionPath(within, name);
  return refuse(`Option '${shown}' is unknown; allowed are ${known.join(', ')}`);
}
