/** Lower-case names to a value or several, null prototype. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[]>>;

/** Names and values that several `RequestHeaders` may have in common: who changes something takes a copy first. */
export class HeaderList {
  // Two lists and no record: a copy of these costs 20 ns, one of a null-prototype record 250.
  readonly names: string[];
  readonly values: (string | readonly string[])[];
  /** Whether they fit a request without a body: whoever found that out spares the others the search. */
  isFramed = false;
  #isShared = false;
  #record: HeaderRecord | undefined = undefined;

  constructor(names: string[] = [], values: (string | readonly string[])[] = []) {
    this.names = names;
    this.values = values;
  }

  /** For another owner as well. */
  share(): this {
    // One record for two owners must not be changed by either's reader.
    if (!this.#isShared && this.#record !== undefined) Object.freeze(this.#record);
    this.#isShared = true;
    return this;
  }

  /** For one owner that is about to change it. */
  own(): HeaderList {
    if (this.#isShared) return new HeaderList([...this.names], [...this.values]);
    this.#record = undefined;
    this.isFramed = false;
    return this;
  }

  /** Made once per change. */
  toRecord(): HeaderRecord {
    if (this.#record !== undefined) return this.#record;
    const record: Record<string, string | readonly string[]> = Object.create(null);
    for (let index = 0; index < this.names.length; index += 1) {
      record[this.names[index] as string] = this.values[index] as string | readonly string[];
    }
    if (this.#isShared) Object.freeze(record);
    return (this.#record = record);
  }
}
