import { isSensitiveHeader, isSensitiveKey, optionChecks } from '@x/http-core';

import { type BodyMatcher, bodyMismatch } from './body-matcher.ts';
import type { MockRequest } from './mock-request.ts';
import { describeMatcher, isValueMatcher, matchesValues, type ValueMatcher } from './value-matcher.ts';

const { checkKeys, refusal, refuseConfiguration: refuse } = optionChecks;

/** What a request must have beside method and target. What a condition does not name may be anything. */
export interface RouteConditions {
  /** By name: text, a number, a pattern, a function, a list for a name that comes several times, `null` for none. */
  readonly query?: Readonly<Record<string, ValueMatcher>> | undefined;
  /** By name in any case: as for `query`. */
  readonly headers?: Readonly<Record<string, ValueMatcher>> | undefined;
  readonly body?: BodyMatcher | undefined;
}

/** Conditions, checked once. */
export class Conditions {
  readonly needsBody: boolean;
  readonly #query: readonly (readonly [string, ValueMatcher])[];
  readonly #headers: readonly (readonly [string, ValueMatcher])[];
  readonly #body: BodyMatcher | undefined;

  /** Throws `ConfigurationError`; `query` are pairs that the target has itself. */
  constructor(conditions: RouteConditions, query: readonly (readonly [string, string])[]) {
    const given = checkKeys(refuse, 'conditions', conditions, ['query', 'headers', 'body']);
    this.#query = [...query, ...matchers('query', given['query'])];
    this.#headers = matchers('headers', given['headers']);
    this.#body = given['body'] as BodyMatcher | undefined;
    if (this.#body !== undefined && (this.#body === null || !bodyKinds.has(typeof this.#body))) {
      throw refusal(
        refuse,
        'conditions.body',
        this.#body,
        'a string, bytes, a RegExp, a form, JSON or a function',
      );
    }
    this.needsBody = this.#body !== undefined;
  }

  /** Why the request does not fulfil them, one reason each; values of sensitive names are not shown. */
  mismatches(request: MockRequest, withBody = true): readonly string[] {
    const reasons: string[] = [];
    for (const [name, matcher] of this.#query) {
      const values = request.query.getAll(name);
      if (matchesValues(matcher, values)) continue;
      reasons.push(reason(`query ${name}`, isSensitiveKey(name), matcher, values));
    }
    for (const [name, matcher] of this.#headers) {
      const value = request.headers.get(name);
      const values = value === null ? [] : [value];
      if (matchesValues(Array.isArray(matcher) ? matcher.join(', ') : matcher, values)) continue;
      reasons.push(reason(`header ${name}`, isSensitiveHeader(name), matcher, values));
    }
    const body = this.#body === undefined || !withBody ? undefined : bodyMismatch(this.#body, request);
    return body === undefined ? reasons : [...reasons, body];
  }
}

const bodyKinds: ReadonlySet<string> = new Set(['string', 'object', 'function']);

function matchers(option: string, value: unknown): readonly (readonly [string, ValueMatcher])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal(refuse, `conditions.${option}`, value, 'an object with a matcher per name');
  }
  return Object.entries(value).map(([name, matcher]: [string, unknown]) => {
    if (isValueMatcher(matcher)) return [name, matcher];
    throw refusal(
      refuse,
      `conditions.${option}.${name}`,
      matcher,
      'text, a number, a RegExp, a list, null or a function',
    );
  });
}

function reason(
  what: string,
  isSensitive: boolean,
  matcher: ValueMatcher,
  values: readonly string[],
): string {
  if (isSensitive) return `${what} is ${values.length === 0 ? 'missing' : 'another one'}`;
  const came =
    values.length === 0
      ? 'there is none'
      : `it is ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  return `${what} should be ${describeMatcher(matcher)}, but ${came}`;
}
