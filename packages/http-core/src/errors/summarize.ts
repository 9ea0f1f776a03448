import type { AttemptRecord } from '../call/ledger.ts';
import { redactText, redactUrl } from '../redact.ts';
import { isSensitiveLabel, mask } from '../redact/sensitive-names.ts';
import type { ClientError } from './client-error.ts';
import { byteLength, clip, clipLine } from './clip.ts';
import { describeCause, type CauseSummary } from './describe-cause.ts';

/** One attempt as an error shows it; what did not happen is left out. */
export interface AttemptSummary {
  readonly attempt: number;
  readonly delay?: number;
  readonly reason?: string;
  readonly status?: number;
  readonly error?: string;
  readonly stopped?: string;
  readonly sent?: string;
  readonly duration?: number;
}

/** An error as `toJSON` gives it, with the class's own fields beside these. */
export interface ErrorSummary {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly sent?: string;
  /** Method and redacted URL. */
  readonly request?: string;
  /** How many attempts there were; `attempts` shows the first and the last three. */
  readonly attemptCount?: number;
  readonly attempts?: readonly AttemptSummary[];
  readonly cause?: CauseSummary;
  readonly [field: string]: unknown;
}

/** The error as plain data; texts are cut shorter until it fits, which is 1,950 bytes of indented JSON unless told otherwise. */
export function summarize(
  error: ClientError,
  fits: (summary: ErrorSummary) => boolean = fitsAsJson,
): ErrorSummary {
  for (const max of [500, 250, 120, 60]) {
    const summary = summarizeAt(error, max);
    if (fits(summary)) return summary;
  }
  return {
    name: clipLine(error.name, 60),
    code: clipLine(error.code, 60),
    message: clip(redactText(error.message), 120),
  };
}

function fitsAsJson(summary: ErrorSummary): boolean {
  return byteLength(JSON.stringify(summary, undefined, 2)) <= 1950;
}

function summarizeAt(error: ClientError, max: number): ErrorSummary {
  const { attempts, cause, request, sent } = error;
  const summary: Record<string, unknown> = { name: clipLine(error.name, 60), code: clipLine(error.code, 60) };
  summary['message'] = clip(redactText(error.message), max);
  for (const [field, value] of ownFields(error)) summary[field] = show(field, value, Math.max(32, max / 4));
  if (sent !== undefined) summary['sent'] = sent;
  if (request !== undefined) {
    summary['request'] = clipLine(`${request.method} ${redactUrl(request.url)}`, max);
  }
  if (attempts.length > 0) {
    summary['attemptCount'] = attempts.length;
    const shown = attempts.length > 6 ? [...attempts.slice(0, 3), ...attempts.slice(-3)] : attempts;
    summary['attempts'] = shown.map((record) => summarizeAttempt(record, Math.max(32, max / 8)));
  }
  if (cause !== undefined) summary['cause'] = summarizeCause(error, max / 2);
  return summary as unknown as ErrorSummary;
}

function summarizeCause({ code, cause }: ClientError, max: number): CauseSummary {
  const summary = describeCause(cause, max);
  // What a decoder throws quotes the body.
  return code === 'ERR_HTTP_DECODE' ? { ...summary, message: '' } : summary;
}

const told = ['name', 'code', 'message', 'stack', 'cause', 'toJSON', '__proto__'];

/** Fields with plain values, a subclass's too; objects stay reachable as properties but are not shown. */
function ownFields(error: ClientError): [string, unknown][] {
  const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
  return Object.entries(error)
    .filter(([field, value]) => isPlain(value) && !told.includes(field))
    .slice(0, 12);
}

function show(field: string, value: unknown, max: number): unknown {
  if (isSensitiveLabel(field)) return mask;
  return typeof value === 'string' ? clipLine(redactText(value), max) : value;
}

function summarizeAttempt(record: AttemptRecord, max: number): AttemptSummary {
  const summary: Record<string, unknown> = { attempt: record.attempt };
  if (record.delay > 0) summary['delay'] = Math.round(record.delay);
  for (const field of ['reason', 'status', 'error', 'stopped', 'sent'] as const) {
    if (record[field] !== undefined) summary[field] = show(field, record[field], max);
  }
  if (record.duration !== undefined) summary['duration'] = Math.round(record.duration);
  return summary as unknown as AttemptSummary;
}
