/** What one value of a query or a header must be; `null` is none at all, a list all of them in that order. */
export type ValueMatcher =
  | string
  | number
  | boolean
  | null
  | RegExp
  | readonly (string | number | boolean)[]
  | ((value: string) => boolean);

/** Whether `value` is a matcher at all. */
export function isValueMatcher(value: unknown): value is ValueMatcher {
  if (value === null || ['string', 'number', 'boolean', 'function'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every((one) => ['string', 'number', 'boolean'].includes(typeof one));
  return value instanceof RegExp;
}

/** Whether the values that came are what the matcher wants; several of one name fit when any does, a list when all do. */
export function matchesValues(matcher: ValueMatcher, values: readonly string[]): boolean {
  if (matcher === null) return values.length === 0;
  if (Array.isArray(matcher)) {
    return matcher.length === values.length && matcher.every((one, index) => String(one) === values[index]);
  }
  return values.some((value) =>
    matchesText(matcher as Exclude<ValueMatcher, null | readonly unknown[]>, value),
  );
}

/** Whether one text is what the matcher wants. */
export function matchesText(
  matcher: string | number | boolean | RegExp | ((value: string) => boolean),
  value: string,
): boolean {
  if (typeof matcher === 'function') return matcher(value) === true;
  if (matcher instanceof RegExp) return value.search(matcher) !== -1;
  return String(matcher) === value;
}

/** How a matcher is shown in a message. */
export function describeMatcher(matcher: ValueMatcher): string {
  if (matcher === null) return 'none';
  if (typeof matcher === 'function') return 'what its function accepts';
  return matcher instanceof RegExp ? String(matcher) : JSON.stringify(matcher);
}
