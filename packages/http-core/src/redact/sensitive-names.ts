/** What stands in the place of a secret. */
export const mask = '***';

/** The one list of names whose values are never shown. Compared lower-case, letters and digits only: `X-Api_Key` is `xapikey`. */
const sensitive = {
  /** Anywhere in the name of a header, a key or a label. */
  parts:
    /token|secret|passw|passphrase|passcode|apikey|accesskey|privatekey|credential|signature|authorization|sessionid|jwt/,
  headers: new Set(['auth', 'xauth', 'xauthkey', 'authkey', 'xsession', 'session']),
  /** At the end of a header's name or of a label. */
  headerEnd: /cookie2?$/,
  /** Of a query or a fragment; some are too common a word to be masked in prose. */
  keys: new Set([
    ...['key', 'code', 'sig', 'auth', 'pass', 'pwd', 'sid', 'otp', 'ticket', 'session', 'hmac', 'sas'],
    ...[
      'assertion',
      'clientassertion',
      'samlresponse',
      'samlrequest',
      'authkey',
      'sharedkey',
      'encryptionkey',
    ],
  ]),
  labels: new Set(['pwd', 'sig', 'samlresponse', 'sharedkey', 'encryptionkey']),
};

/** Whether the value of this header may be a secret; any case. */
export function isSensitiveHeader(name: string): boolean {
  const plain = normalise(name);
  return sensitive.parts.test(plain) || sensitive.headerEnd.test(plain) || sensitive.headers.has(plain);
}

/** Whether the value of this query or fragment key may be a secret; any case, percent-encoded, `token[]` and the like too. */
export function isSensitiveKey(name: string): boolean {
  const decoded = decodePercent(name).replace(/\[\d*\]/g, '');
  const innermost = Math.max(decoded.lastIndexOf('['), decoded.lastIndexOf('.'));
  return (
    isSensitivePlain(normalise(decoded)) ||
    (innermost !== -1 && isSensitivePlain(normalise(decoded.slice(innermost))))
  );
}

function isSensitivePlain(plain: string): boolean {
  return sensitive.parts.test(plain) || sensitive.keys.has(plain);
}

/** Whether `name: value` or `name=value` in prose is likely to show a secret: stricter than a key, laxer than a header. */
export function isSensitiveLabel(name: string): boolean {
  const plain = normalise(name);
  return sensitive.parts.test(plain) || sensitive.headerEnd.test(plain) || sensitive.labels.has(plain);
}

function normalise(name: string): string {
  const lower = name.toLowerCase();
  return /[^a-z0-9]/.test(lower) ? lower.replace(/[^a-z0-9]+/g, '') : lower;
}

/** Decodes the escapes of ASCII characters, which is all that names and URLs inside URLs are read by; never throws. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
