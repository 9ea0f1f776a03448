import { decodePercent, isSensitiveLabel, mask } from './sensitive-names.ts';

const schemes =
  /(?<![\w-])((?:bearer(?:\s+token)?|basic)\s+(?!auth|realm=|error=|constraints|scheme|(?:bearer|basic)\s)(?=[\w~+/.=-]{4})|(?:negotiate|ntlm)\s+(?=[\w~+/.=-]{20}))[\w~+/.=-]+/gi;
const labels = /(?<![\w%.[\]-])([\w%.[\]-]{2,128})(\\*["'`])?\s*([:=]|,(?=\s*\\*["'`]))\s*/g;
/** Headers whose values are several words. */
const multiWord = /authorization$|cookie2?$/i;

/** Credentials after the name of an authentication scheme: `Bearer x`, `Basic x`. */
export function redactSchemes(text: string): string {
  return text.replace(schemes, `$1${mask}`);
}

/** Values after a sensitive name: `name: value`, `name=value`, `"name":"value"`, `'name', 'value'`, also with the quotes escaped. */
export function redactLabelled(text: string): string {
  let shown = '';
  let from = 0;
  labels.lastIndex = 0;
  for (let match = labels.exec(text); match !== null; match = labels.exec(text)) {
    const [whole, name = '', quote, separator] = match;
    // `headers.authorization: must be ...` names an option; a list without quotes is prose.
    if (quote === undefined && (separator === ',' || (separator === ':' && name.includes('.')))) continue;
    if (!isSensitiveLabel(decodePercent(name))) continue;
    const start = match.index + whole.length;
    const value = findValue(text, start, separator === ':' && multiWord.test(name));
    if (value.end === value.start) continue;
    shown += text.slice(from, value.start) + mask;
    from = value.end;
    labels.lastIndex = from;
  }
  return from === 0 ? text : shown + text.slice(from);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function findValue(text: string, start: number, isLine: boolean): Span {
  const opening = /^(?:\\*["'`]|\[)/.exec(text.slice(start, start + 8))?.[0];
  if (opening === '[') return { start, end: endOfList(text, start) };
  if (opening !== undefined) {
    const inner = start + opening.length;
    return { start: inner, end: closingQuote(text, inner, opening) };
  }
  // Masked before: what follows is not part of the value.
  if (/^\*{3}(?![\w~+%=*$-])/.test(text.slice(start, start + 4))) return { start, end: start };
  const terminator = isLine ? /[\r\n]/g : /[\s"'`<>&,;]/g;
  terminator.lastIndex = start;
  const full = terminator.exec(text)?.index ?? text.length;
  let end = full;
  while (end > start && ')]}.:!'.includes(text.charAt(end - 1))) end -= 1;
  return { start, end: end === start ? full : end };
}

function closingQuote(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start);
  while (end !== -1 && text.charAt(end - 1) === '\\') end = text.indexOf(quote, end + 1);
  return end === -1 ? text.length : end;
}

function endOfList(text: string, start: number): number {
  const bracket = text.indexOf(']', start);
  if (bracket === -1) return text.length;
  const after = /[\s"'`<>&,;)\]}]/g;
  after.lastIndex = bracket + 1;
  return after.exec(text)?.index ?? text.length;
}
