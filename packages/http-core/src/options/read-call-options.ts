import { describeValue } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/index.ts';
import { isPlainRecord } from '../own-property.ts';
import type { CallOptionCheck } from '../plugin.ts';
import type { Registered } from '../plugin/registry.ts';
import type { CoreCallOptions } from './call-options.ts';
import { refusal, refuseRequest, unknownOption } from './check.ts';

const coreNames: ReadonlySet<string> = new Set<keyof CoreCallOptions>([
  'headers',
  'query',
  'json',
  'form',
  'body',
  'schema',
  'errors',
  'timeout',
  'signal',
  'redirect',
  'maxResponseBytes',
  'throwOnStatus',
  'decompress',
  'onUploadProgress',
  'onDownloadProgress',
  'state',
]);

const settingNames: ReadonlySet<string> = new Set([
  'timeout',
  'redirect',
  'maxResponseBytes',
  'throwOnStatus',
  'decompress',
  'onUploadProgress',
  'onDownloadProgress',
  'state',
]);

/** One call's options: an own copy that inherits nothing, and whether any of them changes the client's settings. */
export interface ReadCallOptions {
  readonly options: CoreCallOptions;
  readonly hasSettings: boolean;
}

/** Makes a record that inherits nothing: `Object.create(null)` would be a dictionary, of three times the size and the time. */
const OwnOptions = function OwnOptions() {} as unknown as new () => Record<string, unknown>;
OwnOptions.prototype = Object.freeze(Object.create(null));

const none: ReadCallOptions = Object.freeze({
  options: Object.freeze(Object.create(null)),
  hasSettings: false,
});

/** Reads call options: own properties only, so that a polluted prototype adds none, and none that nobody knows. */
export class CallOptionReader {
  readonly #checks = new Map<string, CallOptionCheck>();
  readonly #isOpen: boolean;

  constructor(registered: readonly Registered[]) {
    for (const { contribution } of registered) {
      for (const [name, check] of Object.entries(contribution.callOptions ?? {})) {
        this.#checks.set(name, check);
      }
    }
    this.#isOpen = registered.some(({ contribution }) => contribution.callOptions === undefined);
  }

  /** Whether a plugin declares this option. */
  knows(name: string): boolean {
    return this.#checks.has(name);
  }

  read(given: object | undefined): ReadCallOptions {
    if (given === undefined) return none;
    if (!isPlainRecord(given)) {
      throw new InvalidRequestError(
        `The options of a call must be a plain object, but are ${describeValue(given)}`,
      );
    }
    const options = new OwnOptions();
    let hasSettings = false;
    for (const name of Object.keys(given)) {
      const value = given[name];
      if (value === undefined) continue;
      if (settingNames.has(name)) hasSettings = true;
      else if (!coreNames.has(name)) this.#check(name, value);
      options[name] = value;
    }
    return { options, hasSettings };
  }

  #check(name: string, value: unknown): void {
    const check = this.#checks.get(name);
    if (check === undefined) {
      if (this.#isOpen) return;
      throw unknownOption(refuseRequest, '', name, [...coreNames, ...this.#checks.keys()]);
    }
    const allowed = check(value);
    if (allowed !== undefined) throw refusal(refuseRequest, name, value, allowed);
  }
}
