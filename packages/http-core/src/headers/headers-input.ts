import { describeValue } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { isPlainRecord } from '../own-property.ts';
import { readHeaderName, readHeaderValue } from './header-syntax.ts';

/** One value of the `headers` option; `undefined` says nothing, `null` takes the name out. */
export type HeaderValueInput = string | number | readonly (string | number)[] | null | undefined;
/** The `headers` option: a record, a web `Headers`, or pairs. */
export type HeadersInput =
  | Readonly<Record<string, HeaderValueInput>>
  | Iterable<readonly [name: string, value: HeaderValueInput]>;

/** What one layer says: lower-case names, `null` for removal. */
export type HeaderLayer = Map<string, string | readonly string[] | null>;

/** Validates `input`; a name that comes twice within it, whatever its case, gets both values. Throws `InvalidRequestError`. */
export function readHeaders(input: HeadersInput): HeaderLayer {
  const layer: HeaderLayer = new Map();
  // A record first: its own keys count, an iterator that somebody put on Object.prototype does not.
  if (isPlainRecord(input)) {
    for (const name of Object.keys(input)) add(layer, name, input[name]);
    return layer;
  }
  if (typeof input !== 'object' || input === null || !(Symbol.iterator in input)) throw refused(input);
  for (const pair of input as Iterable<unknown>) {
    if (!Array.isArray(pair) || pair.length !== 2) throw refused(pair, 'a pair of ');
    add(layer, pair[0], pair[1]);
  }
  return layer;
}

function add(layer: HeaderLayer, rawName: unknown, value: unknown): void {
  const name = readHeaderName(rawName);
  if (value === undefined) return;
  const read = value === null ? null : readValues(name, value);
  const known = layer.get(name) ?? null;
  layer.set(name, known === null || read === null ? read : [known, read].flat());
}

/** One value as it is, a list without its single-item and empty forms: those are the item and `null`. */
export function readValues(name: string, value: unknown): string | readonly string[] | null {
  if (!Array.isArray(value)) return readHeaderValue(name, value);
  if (value.length === 0) return null;
  if (value.length === 1) return readHeaderValue(name, value[0]);
  return Array.from(value, (item: unknown) => readHeaderValue(name, item));
}

function refused(value: unknown, prefix = ''): InvalidRequestError {
  return new InvalidRequestError(
    prefix === ''
      ? `headers must be a plain object, a Headers or an iterable of pairs, not ${describeValue(value)}`
      : `headers: every item must be ${prefix}name and value, not ${describeValue(value)}`,
  );
}
