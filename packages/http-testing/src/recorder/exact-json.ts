/** Whether a number literal is another number once it has been read: more digits than a double has. */
function losesDigits(source: string, value: number): boolean {
  return !Number.isFinite(value) || (/^-?\d+$/.test(source) && !Number.isSafeInteger(value));
}

type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;
/** Not yet among the types of the language version that this package is compiled for. */
const raw = JSON as unknown as { rawJSON(text: string): object; isRawJSON(value: unknown): boolean };

/** Parses JSON so that it can be written again without loss: numbers too long for a double keep their digits. Throws `SyntaxError`. */
export function parseExactJson(text: string): unknown {
  const keep: Reviver = (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined && losesDigits(source, value)
      ? raw.rawJSON(source)
      : value;
  return JSON.parse(text, keep as (name: string, value: unknown) => unknown) as unknown;
}

/** JSON in one form, whatever the order of the keys; keys in `ignored` are left out at every depth. */
export function canonicalJson(value: unknown, ignored: ReadonlySet<string> = new Set()): string {
  return JSON.stringify(value, (_name, one: unknown) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one) || isRaw(one)) return one;
    const sorted: Record<string, unknown> = Object.create(null);
    for (const name of Object.keys(one).toSorted()) {
      if (!ignored.has(name)) sorted[name] = (one as Readonly<Record<string, unknown>>)[name];
    }
    return sorted;
  });
}

/** Whether a value stands for a number whose digits were kept. */
export function isRaw(value: object): boolean {
  return raw.isRawJSON(value);
}
