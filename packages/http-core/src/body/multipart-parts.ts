import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { encodeUtf8 } from '../response/utf8.ts';

/** The bytes of a form in order; files stay unread. */
export type MultipartPart = Uint8Array | Blob;

/** Encodes a form as multipart/form-data (HTML standard, 4.10.21.8). Throws `InvalidRequestError` for names that could not stand on one line. */
export function encodeParts(form: FormData, boundary: string): MultipartPart[] {
  const parts: MultipartPart[] = [];
  let text = '';
  for (const [name, value] of form) {
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(normalizeNewlines(name))}"`;
    if (typeof value === 'string') {
      text += `\r\n\r\n${normalizeNewlines(value)}\r\n`;
      continue;
    }
    text += `; filename="${escapeName(value.name)}"\r\nContent-Type: ${readType(value)}\r\n\r\n`;
    parts.push(encodeUtf8(text), value);
    text = '\r\n';
  }
  parts.push(encodeUtf8(`${text}--${boundary}--\r\n`));
  return parts;
}

function normalizeNewlines(text: string): string {
  return text.replace(/\r\n?|\n/g, '\r\n');
}

function escapeName(name: unknown): string {
  if (typeof name !== 'string') {
    throw new InvalidRequestError('body: the name of a file in a form is no string');
  }
  const escaped = name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
  if (/[^\t\x20-\x7e\x80-\uffff]/.test(escaped)) {
    throw new InvalidRequestError('body: the name of a form field or file holds a control character');
  }
  return escaped;
}

/** Asked once: a class of the caller's own may answer otherwise the next time. */
function readType({ type }: { readonly type: unknown }): string {
  if (type === '') return 'application/octet-stream';
  if (typeof type === 'string' && /^[\t\x20-\x7e]*$/.test(type)) return type;
  throw new InvalidRequestError('body: the type of a file in a form is not a media type');
}
