import { styleText } from 'node:util';

import {
  type AttemptRecord,
  type ClientError,
  type HttpResponse,
  redactUrl,
  type Timings,
} from '@x/http-core';

/** Takes one line of the transcript. */
export type Print = (line: string) => void;

type Style = Parameters<typeof styleText>[0];

/** Where time goes, coarsely: one glyph and one colour each, so that the bars read without colours too. */
const phases: readonly (readonly [glyph: string, style: Style, names: readonly (keyof Timings)[]])[] = [
  ['░', 'gray', ['queued', 'dns', 'connect', 'tls']],
  ['▒', 'yellow', ['upload']],
  ['█', 'blue', ['headers']],
  ['▓', 'green', ['body']],
];
const width = 24;

/** Explains the bars. */
export const legend = 'bars: ░ getting a connection  ▒ sending  █ waiting for the answer  ▓ receiving';

/** A call that came to a response, with its ledger. `from` is the path it was made with, where it was redirected. */
export function printResponse(print: Print, response: HttpResponse, from?: string): void {
  const { method, url } = response.request;
  const way = [from ?? pathOf(url), ...response.redirects.map(pathOf)].join(' → ');
  printCall(print, `${method} ${way}`, paint('green', String(response.status)), response.attempts);
}

/** A call that came to an error: its message, and its ledger. */
export function printError(print: Print, error: ClientError): void {
  const { method = '', url } = error.request ?? {};
  const what = `${method} ${url === undefined ? '' : pathOf(url)}`;
  printCall(print, what, paint('red', error.name), error.attempts);
  print(`  ${paint('red', error.message)}`);
}

function printCall(print: Print, what: string, outcome: string, attempts: readonly AttemptRecord[]): void {
  print(`${paint('bold', what)}  ${outcome}`);
  const longest = Math.max(...attempts.map(timeOf));
  for (const record of attempts) print(`  ${attemptLine(record, longest)}`);
}

/** The ledger's duration ends at the head of a streamed response, and spans every hop of a redirected one. */
function timeOf(record: AttemptRecord): number {
  return Math.max(record.duration ?? 0, record.timings?.total ?? 0);
}

function attemptLine(record: AttemptRecord, longest: number): string {
  const outcome = String(record.status ?? record.error ?? '?').padEnd(17);
  const socket = record.reusedSocket === undefined ? '' : record.reusedSocket ? 'kept socket' : 'new socket';
  const parts = [
    `attempt ${record.attempt}`,
    outcome,
    socket.padEnd(11),
    `${milliseconds(timeOf(record)).padStart(8)}  ${bar(record.timings, longest)}`,
    phaseTexts(record.timings),
  ];
  const reason = record.reason === undefined ? '' : paint('dim', `  (${record.reason})`);
  return `${parts.join('  ').trimEnd()}${reason}`;
}

function bar(timings: Timings | undefined, longest: number): string {
  if (timings === undefined || longest === 0) return ' '.repeat(width);
  const drawn = phases.map(([glyph, style, names]): readonly [number, string] => {
    const share = names.reduce((sum, name) => sum + (timings[name] ?? 0), 0) / longest;
    const columns = Math.round(share * width);
    return [columns, paint(style, glyph.repeat(columns))];
  });
  const used = drawn.reduce((sum, [columns]) => sum + columns, 0);
  return drawn.map(([, text]) => text).join('') + ' '.repeat(Math.max(0, width - used));
}

/** Every phase that took half a millisecond or more. */
function phaseTexts(timings: Timings | undefined): string {
  if (timings === undefined) return '';
  return phases
    .flatMap(([, , names]) => names)
    .filter((name) => (timings[name] ?? 0) >= 0.5)
    .map((name) => `${name} ${(timings[name] ?? 0).toFixed(0)}`)
    .join(', ');
}

/** A line for a transfer under way. */
export function progressLine(transferred: number, total: number | undefined): string {
  const share = total === undefined ? 0 : transferred / total;
  const done = Math.round(share * width);
  const text = `${megabytes(transferred)}${total === undefined ? '' : ` of ${megabytes(total)}`}`;
  return `  ${paint('green', '▓'.repeat(done))}${'·'.repeat(width - done)}  ${text}`;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function pathOf(url: string): string {
  return redactUrl(url).replace(/^\w+:\/\/[^/]*/, '');
}

/** In colour where stdout is a terminal and `NO_COLOR` is not set. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
