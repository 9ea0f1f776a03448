import { Cookie } from 'tough-cookie';

const heading = '# Netscape HTTP Cookie File\n\n';
const httpOnlyMark = '#HttpOnly_';
/** A line holds seven fields between tabs; a value may not break it. */
const unwritable = /[\t\r\n\0]/;

/**
 * The cookies of a Netscape cookie file, as curl, wget and browsers' extensions write it. Comments and lines that are none of
 * seven fields are left out, as curl does.
 */
export function parseNetscape(text: string): Cookie[] {
  return text.split(/\r?\n/).flatMap(parseLine);
}

function parseLine(line: string): Cookie[] {
  const httpOnly = line.startsWith(httpOnlyMark);
  if (line.startsWith('#') && !httpOnly) return [];
  const fields = (httpOnly ? line.slice(httpOnlyMark.length) : line).split('\t');
  const [domain = '', withSubdomains = '', path = '', secure = '', expires = '', key = '', value = ''] =
    fields;
  const hasFields = fields.length === 6 || fields.length === 7;
  if (!hasFields || domain === '' || key === '' || !/^\d+$/.test(expires)) return [];
  const seconds = Number(expires);
  return [
    new Cookie({
      key,
      value,
      domain: domain.replace(/^\./, '').toLowerCase(),
      hostOnly: withSubdomains.toUpperCase() !== 'TRUE',
      path: path.startsWith('/') ? path : '/',
      secure: secure.toUpperCase() === 'TRUE',
      httpOnly,
      // Zero is the end of the session.
      expires: seconds === 0 ? 'Infinity' : new Date(Math.min(seconds * 1_000, 8.64e15)),
    }),
  ];
}

/** The cookies as a Netscape cookie file, which `curl -b` reads. SameSite and the times of use do not fit into it. */
export function formatNetscape(cookies: readonly Cookie[]): string {
  const lines = cookies.filter(isWritable).map((cookie) => {
    const { domain, hostOnly, path, secure, httpOnly, key, value } = cookie;
    const subdomains = hostOnly !== true;
    const expiry = cookie.expiryTime() ?? Infinity;
    const fields = [
      `${httpOnly ? httpOnlyMark : ''}${subdomains ? '.' : ''}${domain}`,
      flag(subdomains),
      path ?? '/',
      flag(secure),
      // A date that rounds to zero would say the end of the session.
      expiry === Infinity ? 0 : Math.max(1, Math.floor(expiry / 1_000)),
      key,
      value,
    ];
    return `${fields.join('\t')}\n`;
  });
  return heading + lines.join('');
}

function isWritable({ key, value, domain, path }: Cookie): boolean {
  return (
    key !== '' && domain !== null && ![key, value, domain, path ?? ''].some((field) => unwritable.test(field))
  );
}

function flag(isSet: boolean): string {
  return isSet ? 'TRUE' : 'FALSE';
}
