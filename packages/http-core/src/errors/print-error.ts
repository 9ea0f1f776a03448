import type { ClientError } from './client-error.ts';
import { byteLength } from './clip.ts';
import { summarize, type AttemptSummary, type ErrorSummary } from './summarize.ts';

/** Bytes of the whole printed form. */
const maxBytes = 1950;

/** What `util.inspect` shows: the message, the frames nearest to the caller, the fields of `toJSON`; the message alone below the depth. */
export function printError(error: ClientError, depth: number | undefined): string {
  const summary = summarize(
    error,
    (shorter) => byteLength(shorter.message) + byteLength(printFields(shorter)) <= 1300,
  );
  const title = `${summary.name}: ${summary.message}`;
  if (depth !== undefined && depth !== null && depth < 0) return `[${title}]`;
  const fields = printFields(summary);
  const frames = framesWithin(error.stack, maxBytes - byteLength(title) - byteLength(fields));
  return `${title}${frames} ${fields}`;
}

function printFields(summary: ErrorSummary): string {
  const { name: _name, message: _message, attempts = [], attemptCount, cause, ...fields } = summary;
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
  if (attemptCount !== undefined) lines.push(`attempts: ${attemptCount}`);
  attempts.forEach((attempt, index) => {
    if (index === 3 && attempts.length < (attemptCount ?? 0)) lines.push('  ...');
    lines.push(`  ${printAttempt(attempt)}`);
  });
  if (cause !== undefined) {
    const code = cause.code === undefined ? '' : ` ${cause.code}`;
    lines.push(`cause: ${cause.name}${code}${cause.message === '' ? '' : `: ${cause.message}`}`);
  }
  return `{\n${lines.map((line) => `  ${line}\n`).join('')}}`;
}

function printAttempt({ attempt, ...fields }: AttemptSummary): string {
  const parts = Object.entries(fields).map(([field, value]) => `${field} ${value}`);
  return `${attempt}. ${parts.join(', ')}`;
}

/** As many frames as fit, the program's own before the platform's. */
function framesWithin(stack: unknown, budget: number): string {
  if (typeof stack !== 'string') return '';
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  let left = budget;
  const kept = new Set<string>();
  for (const isPlatform of [false, true]) {
    for (const frame of frames) {
      if (/\(?node:/.test(frame) !== isPlatform) continue;
      left -= byteLength(frame) + 1;
      if (left < 0) break;
      kept.add(frame);
    }
  }
  return frames
    .filter((frame) => kept.has(frame))
    .map((frame) => `\n${frame}`)
    .join('');
}
