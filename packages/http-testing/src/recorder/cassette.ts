import { CassetteError } from './cassette-error.ts';
import { readCassette, writeCassette } from './cassette-file.ts';
import { type Entry, matchKey, type StoredRequest, type StoredResponse } from './entry.ts';
import type { RecorderMode, RecorderSettings } from './recorder-options.ts';

interface Slot {
  /** Empty for what is recorded now: that answers the next run. */
  readonly key: string;
  request: StoredRequest | undefined;
  /** Unknown while the exchange is under way. */
  response: StoredResponse | undefined;
  isUsed: boolean;
}

/** What becomes of a request: the answer that was kept, or the place to keep one in. */
export type Lookup =
  | { readonly kind: 'replay'; readonly response: StoredResponse }
  | { readonly kind: 'record'; keep(request: StoredRequest, response: StoredResponse): void; drop(): void };

/** The exchanges of one recorder in the order they began; each answers one request, in the order they were kept. */
export class Cassette {
  readonly #settings: RecorderSettings;
  #slots: Slot[] = [];
  #isLoaded = false;
  #isMissing = false;
  #isChanged = false;

  constructor(settings: RecorderSettings) {
    this.#settings = settings;
  }

  /** Reads the file once. */
  load(): void {
    if (this.#isLoaded) return;
    this.#read();
    this.#isLoaded = true;
  }

  /** Whether an entry may answer requests of this method and address, whatever their bodies. */
  mayAnswer(method: string, url: string, mode: RecorderMode): boolean {
    if (mode !== 'auto') return mode === 'replay';
    return this.#slots.some(
      ({ key, request }) => key !== '' && request?.method === method && isSameAddress(request.url, url),
    );
  }

  /** `CassetteError` when there is no answer and none may be recorded. Takes the entry in the same turn: two requests never get one. */
  find(request: StoredRequest, mode: RecorderMode): Lookup {
    const key = matchKey(request, this.#settings.match);
    const same =
      mode === 'record' ? [] : this.#slots.filter((slot) => slot.key === key && slot.response !== undefined);
    const slot = same.find(({ isUsed }) => !isUsed) ?? (this.#settings.repeat ? same.at(-1) : undefined);
    if (slot?.response !== undefined) {
      slot.isUsed = true;
      return { kind: 'replay', response: slot.response };
    }
    if (mode === 'replay') throw new CassetteError(this.#missing(request, same.length));
    return this.place();
  }

  /** Writes the file when something was recorded. */
  async save(): Promise<void> {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    const entries = this.#slots.flatMap(({ request, response }): Entry[] =>
      request === undefined || response === undefined ? [] : [{ request, response }],
    );
    await writeCassette(this.#settings.path, entries);
  }

  #read(): void {
    const { path, mode, match } = this.#settings;
    if (mode === 'record') return;
    const entries = readCassette(path);
    this.#isMissing = entries === undefined;
    this.#slots = (entries ?? []).map(({ request, response }) => ({
      key: matchKey(request, match),
      request,
      response,
      isUsed: false,
    }));
  }

  /** Where an exchange that begins now is kept. */
  place(): Extract<Lookup, { readonly kind: 'record' }> {
    const slot: Slot = { key: '', request: undefined, response: undefined, isUsed: true };
    this.#slots.push(slot);
    return {
      kind: 'record',
      keep: (request, response) => {
        slot.request = request;
        slot.response = response;
        this.#isChanged = true;
      },
      drop: () => void this.#slots.splice(this.#slots.indexOf(slot), 1),
    };
  }

  #missing(request: StoredRequest, used: number): string {
    const { path } = this.#settings;
    const what = `${request.method} ${request.url}`;
    const how = `to record it, run the test once with mode: 'record', or with mode: 'auto' where CI is not set, and commit the file`;
    if (this.#isMissing) return `There is no cassette ${path}, and so no answer to ${what}; ${how}`;
    if (used > 0) {
      return `The ${used} recorded of ${what} in ${path} are used up; with repeat: true the last one answers again; ${how}`;
    }
    const others = this.#slots.filter(
      ({ key, request: one }) =>
        key !== '' && one?.method === request.method && isSameAddress(one.url, request.url),
    );
    const hint =
      others.length === 0 ? '' : ` (${others.length} with the same path differ in query, body or headers)`;
    return `The cassette ${path} has no answer to ${what}${hint}; ${how}`;
  }
}

function isSameAddress(one: string, other: string): boolean {
  return one.replace(/\?.*$/s, '') === other.replace(/\?.*$/s, '');
}
