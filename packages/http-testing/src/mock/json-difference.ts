import { matchesText } from './value-matcher.ts';

/**
 * Where a JSON value first differs from what is expected, as `$.items[0].name`; `undefined` where it does not. The order of keys does not
 * count. A `RegExp` or a function anywhere in the expected value judges what stands in its place.
 */
export function jsonDifference(expected: unknown, actual: unknown, at = '$'): string | undefined {
  if (typeof expected === 'function') {
    return (expected as (value: unknown) => unknown)(actual) === true ? undefined : at;
  }
  if (expected instanceof RegExp) {
    return typeof actual === 'string' && matchesText(expected, actual) ? undefined : at;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return at;
    const length = Math.max(expected.length, actual.length);
    return firstDifference([...Array(length).keys()], (index) =>
      index >= expected.length || index >= actual.length
        ? `${at}[${index}]`
        : jsonDifference(expected[index], actual[index], `${at}[${index}]`),
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return at;
    const names = new Set([...definedKeys(expected), ...Object.keys(actual)]);
    return firstDifference([...names], (name) =>
      Object.hasOwn(expected, name) !== Object.hasOwn(actual, name)
        ? `${at}.${name}`
        : jsonDifference(valueOf(expected, name), valueOf(actual, name), `${at}.${name}`),
    );
  }
  return Object.is(expected, actual) ? undefined : at;
}

/** As JSON has it: a key whose value is undefined is not there. */
function definedKeys(value: object): readonly string[] {
  return Object.keys(value).filter((name) => valueOf(value, name) !== undefined);
}

function valueOf(value: object, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}

function firstDifference<T>(parts: readonly T[], find: (part: T) => string | undefined): string | undefined {
  for (const part of parts) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
