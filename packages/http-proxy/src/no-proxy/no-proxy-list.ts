import { type NoProxyRule, parseNoProxyRule } from './no-proxy-rule.ts';
import { noProxyTargetOf } from './no-proxy-target.ts';

/** A list of hosts that are reached directly, read once. */
export class NoProxyList {
  readonly #rules: readonly NoProxyRule[];

  /** Entries between commas; of an entry the first word counts, as with curl. Linear in its length. */
  constructor(list: string | readonly string[]) {
    const entries = typeof list === 'string' ? list.split(',') : list.flatMap((part) => part.split(','));
    this.#rules = entries.flatMap((entry) => {
      const word = /\S+/.exec(entry)?.[0];
      return word === undefined ? [] : (parseNoProxyRule(word) ?? []);
    });
  }

  /** Whether the target is on the list. */
  has(target: URL): boolean {
    if (this.#rules.length === 0) return false;
    const compared = noProxyTargetOf(target);
    return this.#rules.some((rule) => rule(compared));
  }
}
