import { ProtocolError } from '../errors/protocol-error.ts';

/** A content coding that is undone here; `x-gzip` is `gzip` (RFC 9110 section 8.4.1). */
export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** More layers than anybody has use for multiply the work per byte on the wire. */
const maxCodings = 3;

const codings: ReadonlyMap<string, Coding> = new Map<string, Coding>([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
]);

const none: readonly Coding[] = Object.freeze([]);

/** The headers that nearly every response has, so that they cost a look-up. */
const common: ReadonlyMap<string, readonly Coding[]> = new Map<string, readonly Coding[]>([
  ...[...codings].map(([name, coding]): [string, readonly Coding[]] => [name, Object.freeze([coding])]),
  ['identity', none],
  ['', none],
]);

/** The value of `accept-encoding`: what this runtime can decode. */
export const acceptEncoding: string =
  globalThis.process?.versions?.['zstd'] === undefined ? 'gzip, deflate, br' : 'gzip, deflate, br, zstd';

/**
 * The codings of a `content-encoding` header in the order they were applied, without `identity`.
 * Throws `ProtocolError('encoding')` for one that is unknown and for more than three.
 */
export function parseContentCodings(header: string | undefined): readonly Coding[] {
  if (header === undefined) return none;
  return common.get(header) ?? parse(header);
}

function parse(header: string): readonly Coding[] {
  const list: Coding[] = [];
  for (const element of header.split(',')) {
    const name = element.trim().toLowerCase();
    if (name === '' || name === 'identity') continue;
    const coding = codings.get(name);
    if (coding === undefined) {
      throw new ProtocolError('encoding', `unknown content-encoding ${JSON.stringify(name.slice(0, 40))}`);
    }
    if (list.length === maxCodings) {
      throw new ProtocolError('encoding', `more than ${maxCodings} content-encodings`);
    }
    list.push(coding);
  }
  return list.length === 0 ? none : list;
}
