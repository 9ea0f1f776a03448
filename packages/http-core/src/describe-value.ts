/** The kind of `value` for an error message, never its content: "a number (NaN)", "an array", "an instance of Map". */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'string':
      return value === '' ? 'an empty string' : 'a string';
    case 'number':
      return describeNumber(value);
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return `a ${typeof value}`;
  }
}

/** `option` must be `allowed`, not what came. */
export function mismatch(option: string, value: unknown, allowed: string): string {
  return `${option} must be ${allowed}, not ${describeValue(value)}`;
}

/** `query.page` for ordinary names; a name that could itself be a pasted secret or break the line is left out. */
export function optionPath(option: string, name: string): string {
  if (!/^[\w.$-]{1,64}$/.test(name)) return `${option}[...]`;
  return option === '' ? name : `${option}.${name}`;
}

function describeNumber(value: number): string {
  if (!Number.isFinite(value)) return `a number (${value})`;
  if (value === 0) return 'zero';
  if (value < 0) return 'a negative number';
  return Number.isInteger(value) ? 'a number' : 'a number with a fraction';
}

function describeObject(value: object): string {
  // A proxy or a getter may throw here; a message must not.
  try {
    if (Array.isArray(value)) return 'an array';
    const prototype: unknown = Object.getPrototypeOf(value);
    if (typeof prototype !== 'object' || prototype === null || Object.getPrototypeOf(prototype) === null) {
      return 'an object';
    }
    const name: unknown = (prototype as { constructor?: { name?: unknown } }).constructor?.name;
    return typeof name === 'string' && /^[\w$]{1,40}$/.test(name) ? `an instance of ${name}` : 'an object';
  } catch {
    return 'an object';
  }
}
