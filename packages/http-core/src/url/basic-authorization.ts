import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { encodeUtf8 } from '../response/utf8.ts';

/**
 * Takes the userinfo out of `url` and returns it as the value of a `Basic` authorization (RFC 7617, UTF-8), `undefined`
 * where there is none. Throws `InvalidRequestError` for what RFC 7617 cannot carry.
 */
export function takeBasicAuthorization(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const username = decode(url.username);
  const password = decode(url.password);
  url.username = '';
  url.password = '';
  if (username.includes(':')) {
    throw new InvalidRequestError('the user name in the URL holds a colon, which Basic cannot carry');
  }
  const bytes = encodeUtf8(`${username}:${password}`);
  if (bytes.some((byte) => byte < 0x20 || byte === 0x7f)) {
    throw new InvalidRequestError(
      'the userinfo of the URL holds a control character, which Basic cannot carry',
    );
  }
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // The URL parser keeps a `%` that starts no escape: then the text is meant as it stands.
    return text;
  }
}
