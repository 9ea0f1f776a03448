/** The fields of a system error that say what happened; nothing of it can hold a header or a body. */
const fields = ['errno', 'syscall', 'address', 'port', 'hostname', 'reason'] as const;

/**
 * A copy of a system error fit to be somebody's `cause`: Node's parse errors carry the bytes they were found in, its
 * certificate errors the certificate, got's errors the whole request.
 */
export function systemCause(error: Error): Error {
  const cause = new Error(messageOf(error));
  Object.defineProperty(cause, 'name', { value: error.name, configurable: true });
  const code = codeOf(error);
  if (code !== '') show(cause, 'code', code);
  for (const field of fields) {
    const value: unknown = (error as { [K in (typeof fields)[number]]?: unknown })[field];
    if (typeof value === 'string' || typeof value === 'number') show(cause, field, value);
  }
  return cause;
}

/** The code of a system error; of several addresses' errors, the first that has one. Empty when there is none. */
export function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  for (const one of Array.isArray(errors) ? (errors as unknown[]) : []) {
    const found = codeOf(one);
    if (found !== '') return found;
  }
  return '';
}

/** Node leaves the message of an `AggregateError` empty. */
function messageOf(error: Error): string {
  const { errors } = error as { errors?: unknown };
  if (error.message !== '' || !Array.isArray(errors)) return error.message;
  return errors.map((one) => (one instanceof Error ? one.message : String(one))).join('; ');
}

function show(cause: Error, field: string, value: string | number): void {
  Object.defineProperty(cause, field, { value, enumerable: true, configurable: true });
}
