import { describeValue, optionPath } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { readPairs } from '../headers/name-value-pairs.ts';
import type { PairRecord } from '../headers/name-value-pairs.ts';

/** The `query` option: a record, a `URLSearchParams`, or a query string with or without its `?`, sent as it is spelt. */
export type QueryInput = string | URLSearchParams | PairRecord;

/** A query that is ready to send and to be laid over. */
export interface Query {
  /** Empty, or `?` and the query. */
  readonly search: string;
  readonly fields: readonly QueryField[];
}

interface QueryField {
  readonly name: string;
  /** `name=value`, encoded; an empty text only takes the name out of the layers below. */
  readonly text: string;
}

export const emptyQuery: Query = Object.freeze({ search: '', fields: Object.freeze([]) });

/**
 * Lays `input` over `below`: a name it mentions replaces that name's whole list, `null` and `[]` remove it, `undefined`
 * says nothing. Order and spelling of what stays are kept. Throws `InvalidRequestError` naming `option.field`.
 */
export function layQuery(below: Query, input: QueryInput | null | undefined, option = 'query'): Query {
  if (input === undefined || input === null) return below;
  const layer = typeof input === 'string' ? splitQuery(input, option) : encodeFields(input, option);
  if (layer.length === 0) return below;
  const names = new Set(layer.map((field) => field.name));
  const fields = [
    ...below.fields.filter((field) => !names.has(field.name)),
    ...layer.filter((field) => field.text !== ''),
  ];
  return { search: fields.length === 0 ? '' : `?${fields.map((field) => field.text).join('&')}`, fields };
}

/** Splits a query string without changing how it is spelt, apart from what may not stand in one. */
function splitQuery(input: string, option: string): QueryField[] {
  // The URL parser would drop tabs and newlines and replace lone surrogates: what is sent would not be what was given.
  if (/[^\x20-\x7e\x80-\uffff]/.test(input) || !input.isWellFormed()) {
    throw new InvalidRequestError(
      `${option} holds a control character or a lone surrogate; percent-encode it`,
    );
  }
  const fields: QueryField[] = [];
  for (const text of (input.startsWith('?') ? input.slice(1) : input).split('&')) {
    if (text === '') continue;
    const end = text.indexOf('=');
    const name = end === -1 ? text : text.slice(0, end);
    fields.push({ name: decodeName(name), text: text.replaceAll(' ', '%20').replaceAll('#', '%23') });
  }
  return fields;
}

function decodeName(name: string): string {
  if (!name.includes('%') && !name.includes('+')) return name;
  const spaced = name.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function encodeFields(input: URLSearchParams | PairRecord, option: string): QueryField[] {
  const fields: QueryField[] = [];
  for (const { name, values } of readPairs(input, option)) {
    if (values.length === 0) fields.push({ name, text: '' });
    for (const value of values) fields.push({ name, text: encodeField(name, value, option) });
  }
  return fields;
}

function encodeField(name: string, value: string, option: string): string {
  try {
    return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  } catch {
    throw new InvalidRequestError(
      `${optionPath(option, name)} must be well-formed Unicode, not ${describeValue(value)} with a lone surrogate`,
    );
  }
}
