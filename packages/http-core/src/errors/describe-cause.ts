import { redactText } from '../redact.ts';
import { clipLine } from './clip.ts';

/** What is shown of a cause: never the object itself. */
export interface CauseSummary {
  readonly name: string;
  readonly code?: string | number;
  readonly message: string;
}

/** Name, code and redacted message of anything that was thrown; each at most `max` characters. Never throws. */
export function describeCause(cause: unknown, max: number): CauseSummary {
  try {
    if (typeof cause !== 'object' || cause === null) {
      return { name: typeof cause, message: show(typeof cause === 'symbol' ? '' : String(cause), max) };
    }
    const { name, code, message } = cause as { name?: unknown; code?: unknown; message?: unknown };
    const text = typeof message === 'string' && message !== '' ? message : firstMessage(cause);
    const summary = { name: typeof name === 'string' ? show(name, 60) : 'object', message: show(text, max) };
    if (typeof code === 'number') return { ...summary, code };
    return typeof code === 'string' ? { ...summary, code: show(code, 60) } : summary;
  } catch {
    return { name: 'unknown', message: '' };
  }
}

/** `: message` for the end of a sentence, or nothing when the cause has none. */
export function causeSuffix(cause: unknown): string {
  const { message } = describeCause(cause, 300);
  return cause === undefined || message === '' ? '' : `: ${message}`;
}

/** An AggregateError of connection attempts has no message of its own. */
function firstMessage(cause: object): string {
  const { errors } = cause as { errors?: unknown };
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return first instanceof Error ? first.message : '';
}

function show(text: string, max: number): string {
  return clipLine(redactText(text), max);
}
