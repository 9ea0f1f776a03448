import { readPairs } from '../headers/name-value-pairs.ts';
import type { PairRecord } from '../headers/name-value-pairs.ts';
import { BytesBody } from './bytes-body.ts';

/** The `form` option: an array repeats the field, `null` and `undefined` leave it out. */
export type FormInput = PairRecord | URLSearchParams;

/** Fields as application/x-www-form-urlencoded. Throws `InvalidRequestError` naming `form.field`. */
export function formBody(input: FormInput): BytesBody {
  const fields = new URLSearchParams();
  for (const { name, values } of readPairs(input, 'form')) {
    for (const value of values) fields.append(name, value);
  }
  return BytesBody.fromText(fields.toString(), 'application/x-www-form-urlencoded');
}
