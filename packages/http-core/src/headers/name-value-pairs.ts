import { mismatch, optionPath } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { isPlainRecord } from '../own-property.ts';

/** One value of a query or form field. */
export type PairValue = string | number | boolean | bigint;
/** Fields by name: an array repeats the name, `undefined` says nothing, `null` takes the name out. */
export type PairRecord = Readonly<Record<string, PairValue | readonly PairValue[] | null | undefined>>;

/** What one layer says about one name; an empty list removes what lay below. */
export interface NamedValues {
  readonly name: string;
  readonly values: readonly string[];
}

/** The own fields of a record or the pairs of a `URLSearchParams`, as strings. Throws `InvalidRequestError` naming `option.field`. */
export function readPairs(input: PairRecord | URLSearchParams, option: string): NamedValues[] {
  if (isSearchParams(input)) return Array.from(input, ([name, value]) => ({ name, values: [value] }));
  if (!isPlainRecord(input)) {
    throw new InvalidRequestError(mismatch(option, input, 'a plain object or a URLSearchParams'));
  }
  const pairs: NamedValues[] = [];
  for (const name of Object.keys(input)) {
    const value: unknown = input[name];
    if (value === undefined) continue;
    if (value === null) pairs.push({ name, values: [] });
    else if (Array.isArray(value)) {
      pairs.push({ name, values: value.map((item) => pairText(item, option, name)) });
    } else pairs.push({ name, values: [pairText(value, option, name)] });
  }
  return pairs;
}

/** Whether `value` is a `URLSearchParams`, also one of another realm. */
export function isSearchParams(value: unknown): value is URLSearchParams {
  return (
    value instanceof URLSearchParams || Object.prototype.toString.call(value) === '[object URLSearchParams]'
  );
}

function pairText(value: unknown, option: string, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value)) return String(value);
  throw new InvalidRequestError(
    mismatch(
      optionPath(option, name),
      value,
      'a string, a finite number, a boolean, a bigint or an array of these',
    ),
  );
}
