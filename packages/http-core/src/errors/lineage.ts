/** Where an error of any installed copy of this package tells the kinds it is: its class's first, `ClientError` last. */
export const lineage: unique symbol = /* @__PURE__ */ Symbol.for('@x/http-core/error') as typeof lineage;

/** The kinds of a class and of what it extends; a class that declares none of its own adds none. */
export function kindsOf(errorClass: unknown): readonly string[] {
  const kinds: string[] = [];
  let current: unknown = errorClass;
  while (typeof current === 'function') {
    if (Object.hasOwn(current, 'kind')) kinds.push((current as unknown as { kind: string }).kind);
    current = Object.getPrototypeOf(current);
  }
  return kinds;
}

/** Whether `value` is an error of that kind, made by this copy or another. Never throws. */
export function isOfKind(value: unknown, kind: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const kinds: unknown = (value as { [lineage]?: unknown })[lineage];
    return Array.isArray(kinds) && kinds.includes(kind);
  } catch {
    return false;
  }
}
