import type { $ZodType } from 'zod/v4/core';

/** Kinds of schemas that run no code but Zod's own, or only functions that must be synchronous. */
const plainKinds: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    'string number int boolean bigint symbol null undefined void never any unknown date object record file array tuple ' +
    'union intersection map set enum literal nullable optional nonoptional success default prefault catch nan pipe ' +
    'readonly template_literal lazy'
  ).split(' '),
);

/** Parts of a schema that are looked at; a recursive one may make new parts without end. */
const maxParts = 10_000;

/**
 * Whether a schema runs functions that may return a promise: refinements, transforms, codecs. Finding out by a
 * synchronous parse would leave the promise it meets behind, and with it an unhandled rejection.
 */
export function mayBeAsync(schema: $ZodType): boolean {
  const seen = new Set<object>();
  const open: unknown[] = [schema];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (seen.size > maxParts) return true;
    const node = (next as Partial<$ZodType>)._zod as
      | { readonly def: object; readonly innerType?: unknown }
      | undefined;
    if (node === undefined) {
      // The list or the record of a definition's parts; anything else is a value, such as a default.
      const isPlain = Array.isArray(next) || Object.getPrototypeOf(next) === Object.prototype;
      if (isPlain) open.push(...Object.values(next));
      continue;
    }
    if (runsForeignCode(node.def)) return true;
    open.push(...Object.values(node.def), node.innerType);
  }
  return false;
}

/** A schema or a check by its definition; a check that is no schema has no type. */
function runsForeignCode({
  type,
  check,
  transform,
}: {
  type?: unknown;
  check?: unknown;
  transform?: unknown;
}): boolean {
  if (typeof transform === 'function' || check === 'custom') return true;
  return typeof type === 'string' ? !plainKinds.has(type) : typeof check !== 'string';
}
