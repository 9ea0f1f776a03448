import { createHash } from 'node:crypto';

import type { CassetteRedactor } from './cassette-redactor.ts';
import { parseExactJson } from './exact-json.ts';

/** A body in a cassette: readable where it is text, a digest of a request's bytes otherwise, base64 of a response's. */
export type StoredBody =
  | { readonly json: unknown }
  | { readonly form: string }
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly sha256: string; readonly bytes: number };

/** The body of a request, to be recognised by: what is no text is not kept. */
export function storeRequestBody(
  bytes: Uint8Array,
  type: string | undefined,
  redactor: CassetteRedactor,
): StoredBody | undefined {
  if (bytes.byteLength === 0) return undefined;
  const boundary = /^multipart\/.*;\s*boundary="?([^";]+)/i.exec(type ?? '')?.[1];
  if (boundary !== undefined) {
    // Every body has a boundary of its own; what is between them tells it from another.
    const parts = Buffer.from(bytes).toString('latin1').replaceAll(boundary, 'boundary');
    return digest(Buffer.from(parts, 'latin1'));
  }
  return readable(bytes, type, redactor) ?? digest(bytes);
}

/** The body of a response, to be sent again. */
export function storeResponseBody(
  bytes: Uint8Array,
  type: string | undefined,
  redactor: CassetteRedactor,
): StoredBody | undefined {
  if (bytes.byteLength === 0) return undefined;
  return readable(bytes, type, redactor) ?? { base64: Buffer.from(bytes).toString('base64') };
}

/** The bytes that a stored body of a response stands for. */
export function restoreBody(body: StoredBody | undefined): Uint8Array {
  if (body === undefined) return new Uint8Array(0);
  if ('base64' in body) return new Uint8Array(Buffer.from(body.base64, 'base64'));
  if ('json' in body) return new TextEncoder().encode(JSON.stringify(body.json));
  if ('form' in body) return new TextEncoder().encode(body.form);
  return new TextEncoder().encode('text' in body ? body.text : '');
}

function readable(bytes: Uint8Array, type = '', redactor: CassetteRedactor): StoredBody | undefined {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return { form: redactor.form(text) };
  if (/^\s*[[{"]/.test(text) || /[/+]json\b/i.test(type)) {
    try {
      return { json: redactor.json(parseExactJson(text)) };
    } catch {
      // It only looks like JSON, such as a list of JSON lines.
    }
  }
  return { text: redactor.text(text) };
}

/** The text of valid UTF-8 without control characters that no text has. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function digest(bytes: Uint8Array): StoredBody {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength };
}
