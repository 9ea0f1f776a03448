import { HeaderList, type HeaderRecord } from './header-list.ts';
import { readHeaderName, readHeaderValue } from './header-syntax.ts';
import { readHeaders, readValues } from './headers-input.ts';
import type { HeadersInput } from './headers-input.ts';

/**
 * The headers of a request: valid names in lower case, valid values. What sets something throws `InvalidRequestError`
 * for whatever could not stand on one line of the wire. Printing one shows no value.
 */
export class RequestHeaders {
  #list: HeaderList;

  constructor(list: HeaderList = new HeaderList()) {
    this.#list = list;
  }

  static from(input?: HeadersInput | null): RequestHeaders {
    return input instanceof RequestHeaders ? input.clone() : new RequestHeaders().layer(input);
  }

  /** The value, several joined as one (RFC 9110, section 5.3). */
  get(name: string): string | null {
    const value = this.#valueOf(name.toLowerCase());
    if (value === undefined || typeof value === 'string') return value ?? null;
    return value.join(name.toLowerCase() === 'cookie' ? '; ' : ', ');
  }

  getAll(name: string): string[] {
    const value = this.#valueOf(name.toLowerCase());
    if (value === undefined) return [];
    return typeof value === 'string' ? [value] : [...value];
  }

  has(name: string): boolean {
    return this.#list.names.includes(name.toLowerCase());
  }

  /** Lower-case, each once. */
  names(): string[] {
    return [...this.#list.names];
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
    return new RequestHeaders(this.#list.share());
  }

  /** Whether they have been found to fit a request without a body, and were not changed since. */
  get isFramed(): boolean {
    return this.#list.isFramed;
  }

  markFramed(): void {
    this.#list.isFramed = true;
  }

  *[Symbol.iterator](): Generator<[name: string, value: string], void, undefined> {
    for (const name of this.names()) for (const value of this.getAll(name)) yield [name, value];
  }

  /** For the wire. Made once per change; not to be written to. */
  toRecord(): HeaderRecord {
    return this.#list.toRecord();
  }

  #valueOf(lower: string): string | readonly string[] | undefined {
    return this.#list.values[this.#list.names.indexOf(lower)];
  }

  #put(name: string, value: string | readonly string[] | null): void {
    const index = this.#list.names.indexOf(name);
    if (index === -1 && value === null) return;
    this.#list = this.#list.own();
    const { names, values } = this.#list;
    if (value === null) {
      names.splice(index, 1);
      values.splice(index, 1);
    } else if (index === -1) {
      names.push(name);
      values.push(value);
    } else values[index] = value;
  }
}

/** A call's headers over the client's, neither changed. Without any of the call's it costs one `clone()`. */
export function mergeHeaders(
  client: RequestHeaders | undefined,
  call: HeadersInput | null | undefined,
): RequestHeaders {
  return client === undefined ? RequestHeaders.from(call) : client.clone().layer(call);
}
