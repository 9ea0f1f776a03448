/** Reads `key` only where `object` itself has it, so that a polluted `Object.prototype` never becomes an option. */
export function ownProperty<T extends object, K extends keyof T>(object: T, key: K): T[K] | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Reads `key` from `object` or from the class it is of, but never from `Object.prototype`. */
export function declaredProperty<T extends object, K extends keyof T>(object: T, key: K): T[K] | undefined {
  for (
    let holder: object | null = object;
    holder !== null;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    const isRoot = holder !== object && Object.getPrototypeOf(holder) === null;
    if (Object.hasOwn(holder, key)) return isRoot ? undefined : object[key];
  }
  return undefined;
}

/** Whether `value` is a plain record (its prototype null or an `Object.prototype`, of any realm). */
export function isPlainRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
