import { readHeaderName, readHeaderValue } from './header-syntax.ts';
import { readHeaders, readValues } from './headers-input.ts';
import type { HeadersInput } from './headers-input.ts';

/** Lower-case names to a value or several, null prototype. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[]>>;

/**
 * The headers of a request: valid names in lower case, valid values. What sets something throws `InvalidRequestError`
 * for whatever could not stand on one line of the wire. Printing one shows no value.
 */
export class RequestHeaders {
  // Two lists and no record: a copy of these costs 20 ns, one of a null-prototype record 250.
  #names: string[];
  #values: (string | readonly string[])[];
  /** Whether the lists belong to another instance as well. */
  #isShared = false;
  #record: HeaderRecord | undefined = undefined;
  #isFrozen = false;

  constructor(names: string[] = [], values: (string | readonly string[])[] = []) {
    this.#names = names;
    this.#values = values;
  }

  static from(input?: HeadersInput | null): RequestHeaders {
    return input instanceof RequestHeaders ? input.clone() : new RequestHeaders().layer(input);
  }

  /** The value, several joined as one (RFC 9110, section 5.3). */
  get(name: string): string | null {
    const value = this.#values[this.#names.indexOf(name.toLowerCase())];
    if (value === undefined || typeof value === 'string') return value ?? null;
    return value.join(name.toLowerCase() === 'cookie' ? '; ' : ', ');
  }

  getAll(name: string): string[] {
    const value = this.#values[this.#names.indexOf(name.toLowerCase())];
    if (value === undefined) return [];
    return typeof value === 'string' ? [value] : [...value];
  }

  has(name: string): boolean {
    return this.#names.includes(name.toLowerCase());
  }

  /** Lower-case, each once. */
  names(): string[] {
    return [...this.#names];
  }

  /** Replaces all values of `name`; an empty list removes it. */
  set(name: string, value: string | number | readonly (string | number)[]): void {
    const lower = readHeaderName(name);
    this.#put(lower, readValues(lower, value));
  }

  /** Adds a value after those that are there. */
  append(name: string, value: string | number): void {
    const lower = readHeaderName(name);
    const added = readHeaderValue(lower, value);
    this.#put(lower, this.has(lower) ? [...this.getAll(lower), added] : added);
  }

  delete(name: string): void {
    this.#put(name.toLowerCase(), null);
  }

  /** Lays `input` over these: per name it replaces all values, `undefined` keeps them, `null` removes them. */
  layer(input: HeadersInput | null | undefined): this {
    if (input === undefined || input === null) return this;
    for (const [name, value] of readHeaders(input)) this.#put(name, value);
    return this;
  }

  /** Independent from now on; copies only when one of the two is changed. */
  clone(): RequestHeaders {
    const copy = new RequestHeaders(this.#names, this.#values);
    copy.#isShared = this.#isShared = true;
    if (this.#record === undefined) return copy;
    // One record for two owners must not be changed by either's reader.
    if (!this.#isFrozen) Object.freeze(this.#record);
    copy.#record = this.#record;
    copy.#isFrozen = this.#isFrozen = true;
    return copy;
  }

  *[Symbol.iterator](): Generator<[name: string, value: string], void, undefined> {
    for (const name of this.names()) for (const value of this.getAll(name)) yield [name, value];
  }

  /** For the wire. Made once per change; not to be written to. */
  toRecord(): HeaderRecord {
    if (this.#record !== undefined) return this.#record;
    const record: Record<string, string | readonly string[]> = Object.create(null);
    for (let index = 0; index < this.#names.length; index += 1) {
      record[this.#names[index] as string] = this.#values[index] as string | readonly string[];
    }
    return (this.#record = record);
  }

  #put(name: string, value: string | readonly string[] | null): void {
    const index = this.#names.indexOf(name);
    if (index === -1 && value === null) return;
    if (this.#isShared) {
      this.#names = [...this.#names];
      this.#values = [...this.#values];
      this.#isShared = false;
    }
    this.#record = undefined;
    this.#isFrozen = false;
    if (value === null) {
      this.#names.splice(index, 1);
      this.#values.splice(index, 1);
    } else if (index === -1) {
      this.#names.push(name);
      this.#values.push(value);
    } else this.#values[index] = value;
  }
}

/** A call's headers over the client's, neither changed. Without any of the call's it costs one `clone()`. */
export function mergeHeaders(
  client: RequestHeaders | undefined,
  call: HeadersInput | null | undefined,
): RequestHeaders {
  return client === undefined ? RequestHeaders.from(call) : client.clone().layer(call);
}
