/**
 * Whether a schema has a transform somewhere. Looks at every key, TypeBox's hidden ones too; what is no schema and looks
 * like one costs time but no correctness.
 */
export function hasCodec(schema: object): boolean {
  const seen = new Set<object>();
  const open: object[] = [schema];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (Object.hasOwn(next, '~codec')) return true;
    for (const key of Reflect.ownKeys(next)) {
      const part: unknown = (next as Readonly<Record<PropertyKey, unknown>>)[key];
      if (typeof part === 'object' && part !== null) open.push(part);
    }
  }
  return false;
}
