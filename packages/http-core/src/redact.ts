import { redactLabelled, redactSchemes } from './redact/redact-labels.ts';
import {
  decodePercent,
  isSensitiveHeader,
  isSensitiveKey,
  isSensitiveLabel,
  mask,
} from './redact/sensitive-names.ts';

export { isSensitiveHeader, isSensitiveKey } from './redact/sensitive-names.ts';

/** How many layers of percent-encoding are looked through for a URL inside a URL. */
const maxDepth = 3;
/** What a WHATWG parser takes for userinfo with fewer than two slashes before it, and `user:password@host` without a scheme. */
const leadingUserinfo = /^((?:(?:https?|wss?|ftp|socks\w{0,2}):[/\\]?)?)[^/\\?#]+@/i;
const userinfo = /([/\\]{2})[^/\\?#]+@/g;
const keys = /(?<![^?;#/,&])[^?;#/,&=]*=/g;

/**
 * The URL or reference as text, without userinfo and without the values of sensitive query and fragment keys.
 * Takes garbage too, never throws, linear in its length; everything else stays as written, control characters excepted.
 */
export function redactUrl(url: string | URL): string {
  const text = String(url)
    .replace(/\p{Cc}+/gu, '')
    .trim();
  return redactReference(text.replace(leadingUserinfo, `$1${mask}@`), 0);
}

/** A copy without a prototype: values of sensitive headers masked, URLs and credentials inside the other values as well. */
export function redactHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string | readonly string[]> {
  const shown = Object.create(null) as Record<string, string | readonly string[]>;
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined) continue;
    const show = isSensitiveHeader(name) ? () => mask : redactText;
    shown[name] = typeof value === 'string' ? show(value) : value.map((entry) => show(entry));
  }
  return shown;
}

/** Free text, such as a foreign error's message: masks URLs in it, `authorization: x`, `token=x`, `Bearer x`. Linear in its length. */
export function redactText(text: string): string {
  if (!/[:=@?#%]|bearer|basic|negotiate|ntlm|,\s*\\*["'`]/i.test(text)) return text;
  return redactLabelled(redactSchemes(text)).replace(/[^\s"'<>`]+/g, redactWord);
}

function redactReference(text: string, depth: number): string {
  const hash = text.indexOf('#');
  const beforeHash = hash === -1 ? text : text.slice(0, hash);
  const fragment = hash === -1 ? '' : text.slice(hash);
  const question = beforeHash.indexOf('?');
  const path = question === -1 ? beforeHash : beforeHash.slice(0, question);
  const query = question === -1 ? '' : beforeHash.slice(question);
  return (
    redactPairs(redactUserinfo(path), /[^/\\&]+/g, isSensitiveLabel, depth) +
    redactPairs(query, /[^&]+/g, isSensitiveKey, depth) +
    redactPairs(fragment, /[^&]+/g, isSensitiveKey, depth)
  );
}

function redactPairs(
  text: string,
  pair: RegExp,
  isSensitive: (key: string) => boolean,
  depth: number,
): string {
  if (!text.includes('=') && !text.includes('%')) return redactUserinfo(text);
  return text.replace(pair, (found) => redactPair(found, isSensitive, depth));
}

/** Masks from the first sensitive key to the end of the pair: a later `?` or `;` may belong to the value or start another key. */
function redactPair(pair: string, isSensitive: (key: string) => boolean, depth: number): string {
  if (!pair.includes('=') && !pair.includes('%')) return redactUserinfo(pair);
  keys.lastIndex = 0;
  for (let match = keys.exec(pair); match !== null; match = keys.exec(pair)) {
    if (isSensitive(match[0].slice(0, -1))) return redactUserinfo(pair.slice(0, keys.lastIndex)) + mask;
  }
  const safe = redactUserinfo(pair);
  if (depth >= maxDepth) return safe;
  const decoded = decodePercent(safe);
  if (decoded === safe || redactReference(decoded, depth + 1) === decoded) return safe;
  return safe.slice(0, safe.indexOf('=') + 1) + mask;
}

function redactUserinfo(text: string): string {
  return text.includes('@') ? text.replace(userinfo, `$1${mask}@`) : text;
}

function redactWord(word: string): string {
  if (!/[@?#]|%[0-9a-f]{2}/i.test(word)) return word;
  let end = word.length;
  while (end > 0 && ')]},.;:!'.includes(word.charAt(end - 1))) end -= 1;
  const bare = word.slice(0, end).replace(/[^/\\?#]+/g, redactBareUserinfo);
  return redactReference(bare, 0) + word.slice(end);
}

/** `user:password@host` without slashes. */
function redactBareUserinfo(part: string): string {
  const at = part.lastIndexOf('@');
  const colon = part.indexOf(':');
  if (colon === -1 || colon >= at) return part;
  let start = colon;
  while (start > 0 && !'(=,;|{[&'.includes(part.charAt(start - 1))) start -= 1;
  return part.slice(0, start) + mask + part.slice(at);
}
