import { isSensitiveHeader, isSensitiveKey, redactHeaders, redactText, redactUrl } from '@x/http-core';

import { isRaw } from './exact-json.ts';

/** What stands in the place of a secret in a cassette. */
export const mask = '***';

/** Names beside those that core's redactor knows, and names that are none of its business here. */
export interface CassetteRedaction {
  /** Further names whose values are secret: of headers, query and form keys, JSON keys; any case. */
  readonly names?: readonly string[] | undefined;
  /** Names whose values are not, such as `code` or `key` in the bodies of this API; never those of headers. */
  readonly keep?: readonly string[] | undefined;
}

/** Takes the secrets out of what goes into a cassette, and out of a request that is looked for in one: the same way, so that they meet. */
export class CassetteRedactor {
  readonly #names: ReadonlySet<string>;
  readonly #keep: ReadonlySet<string>;

  constructor({ names = [], keep = [] }: CassetteRedaction = {}) {
    this.#names = new Set(names.map(lower));
    this.#keep = new Set(keep.map(lower));
  }

  /** Whether the value of this header is left out. */
  isSecretHeader(name: string): boolean {
    return this.#names.has(lower(name)) || isSensitiveHeader(name);
  }

  /** Headers by name in lower case; of one that came several times, a list. */
  headers(pairs: Iterable<readonly [string, string]>): Record<string, string | readonly string[]> {
    const all: Record<string, string | string[]> = Object.create(null);
    for (const [given, value] of pairs) {
      const name = lower(given);
      const before = all[name];
      const one = this.isSecretHeader(name) ? mask : value;
      all[name] = before === undefined ? one : [...(typeof before === 'string' ? [before] : before), one];
    }
    return redactHeaders(all);
  }

  url(url: URL | string): string {
    const copy = new URL(url);
    copy.username = copy.password = '';
    const pairs = copy.search.slice(1);
    copy.search = '';
    const address = redactUrl(copy);
    return pairs === '' ? address : `${address}?${this.form(pairs)}`;
  }

  /** URL-encoded pairs as they are written, except for the secrets. */
  form(text: string): string {
    const masked = text.split('&').map((pair) => {
      const name = nameOf(pair);
      if (this.#keep.has(lower(name))) return { pair, isKept: true };
      return {
        pair:
          this.#isSecretKey(name) && pair.includes('=')
            ? `${pair.slice(0, pair.indexOf('='))}=${mask}`
            : pair,
        isKept: false,
      };
    });
    return masked.map(({ pair, isKept }) => (isKept ? pair : redactUrl(`?${pair}`).slice(1))).join('&');
  }

  /** A JSON value without the values of secret keys at any depth; texts in it lose the credentials they quote. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null || isRaw(value)) return value;
    if (Array.isArray(value)) return value.map((one) => this.json(one));
    const safe: Record<string, unknown> = Object.create(null);
    for (const [name, one] of Object.entries(value)) {
      safe[name] =
        this.#isSecretKey(name) && one !== null && typeof one !== 'boolean' ? mask : this.json(one);
    }
    return safe;
  }

  /** Free text, with the contents of XML elements and attributes of secret names. */
  text(text: string): string {
    const elements = text.replaceAll(
      /<((?:[\w-]+:)?[\w.-]+)((?:\s[^<>]*)?)>([^<]*)(?=<)/g,
      (whole, name: string, attributes: string) =>
        this.#isSecretKey(name.replace(/^.*:/, '')) ? `<${name}${attributes}>${mask}` : whole,
    );
    const attributes = elements.replaceAll(
      /(?<![\w.-])([\w.-]+)(\s*=\s*)("[^"]*"|'[^']*')/g,
      (whole, name: string, sign: string) => (this.#isSecretKey(name) ? `${name}${sign}"${mask}"` : whole),
    );
    return redactText(attributes);
  }

  #isSecretKey(name: string): boolean {
    const plain = lower(name);
    if (this.#keep.has(plain)) return false;
    return this.#names.has(plain) || isSensitiveKey(name) || isSensitiveHeader(name);
  }
}

function nameOf(pair: string): string {
  const name = pair.split('=', 1)[0] as string;
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

function lower(name: string): string {
  return name.toLowerCase();
}
