import { redactHeaders, redactText, redactUrl } from '../redact.ts';

/** How deep an object in a detail is looked into; what lies deeper is left out. */
const maxDepth = 4;

/** A copy of an event's detail, or of a plugin's settings, that shows no secret: strings are redacted at every depth. */
export function redactDetail(detail: object): Record<string, unknown> {
  return redactRecord(detail, 0);
}

function redactRecord(record: object, depth: number): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    Object.defineProperty(safe, key, {
      value: redactValue(key, value, depth),
      enumerable: true,
      configurable: true,
    });
  }
  return safe;
}

function redactValue(key: string, value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return key === 'url' || key === 'location' ? redactUrl(value) : redactText(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof URL) return redactUrl(value);
  if (value instanceof Error) {
    return { name: value.name, code: (value as { code?: unknown }).code, message: redactText(value.message) };
  }
  if (key === 'headers') return redactHeaders(headerRecord(value));
  if (depth >= maxDepth) return undefined;
  if (Array.isArray(value)) return value.map((one) => redactValue(key, one, depth + 1));
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return redactValue('', toJSON.call(value), depth + 1);
  return redactRecord(value, depth + 1);
}

/** Whatever holds headers, as a record; a value that is no text is none. */
function headerRecord(headers: object): Record<string, string | readonly string[]> {
  const record: Record<string, string | readonly string[]> = Object.create(null);
  const isIterable = Symbol.iterator in headers;
  const pairs = isIterable ? [...(headers as Iterable<unknown>)] : Object.entries(headers);
  for (const pair of pairs) {
    if (!Array.isArray(pair)) continue;
    const [name, value] = pair as unknown[];
    if (typeof name !== 'string') continue;
    if (typeof value === 'string' || Array.isArray(value)) {
      record[name] = Array.isArray(value) ? value.map(String) : value;
    }
  }
  return record;
}
