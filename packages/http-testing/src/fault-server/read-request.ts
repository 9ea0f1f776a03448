import type { ByteReader } from './byte-reader.ts';

/** One HTTP/1.1 request as it stood on the wire. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** Name, value, name, value ... as they came. */
  readonly rawHeaders: readonly string[];
  /** By lower-case name, every value in order; null prototype. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Without the framing of chunks. */
  readonly body: Buffer;
  /** Every byte of it. */
  readonly raw: Buffer;
}

/** A request whose body has not been read yet. */
export type RawRequestHead = Omit<RawRequest, 'body'>;

const requestLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e]+) HTTP\/1\.1$/;
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*?)[ \t]*$/;

/** Strict on purpose: what does not follow the grammar is an injection that a test is looking for. */
export async function readHead(reader: ByteReader): Promise<RawRequestHead> {
  const raw = await reader.until('\r\n\r\n');
  const [first = '', ...lines] = raw.toString('latin1').slice(0, -4).split('\r\n');
  const start = requestLine.exec(first);
  if (start === null) throw new Error(`malformed request line: ${JSON.stringify(first)}`);
  const rawHeaders: string[] = [];
  const headers = Object.create(null) as Record<string, string[]>;
  for (const line of lines) {
    const [, name, value] = headerLine.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new Error(`malformed header: ${JSON.stringify(line)}`);
    }
    rawHeaders.push(name, value);
    (headers[name.toLowerCase()] ??= []).push(value);
  }
  return { method: start[1] ?? '', target: start[2] ?? '', rawHeaders, headers, raw };
}

async function readChunked(reader: ByteReader): Promise<{ body: Buffer; raw: Buffer }> {
  const body: Buffer[] = [];
  const raw: Buffer[] = [];
  for (;;) {
    const line = await reader.until('\r\n');
    const size = /^([0-9a-f]+)\r\n$/i.exec(line.toString('latin1'))?.[1];
    if (size === undefined) {
      throw new Error(`malformed chunk size: ${JSON.stringify(line.toString('latin1'))}`);
    }
    const chunk = await reader.bytes(Number.parseInt(size, 16) + 2);
    if (chunk.subarray(-2).toString() !== '\r\n') throw new Error('chunk without its CRLF');
    raw.push(line, chunk);
    if (chunk.length === 2) return { body: Buffer.concat(body), raw: Buffer.concat(raw) };
    body.push(chunk.subarray(0, -2));
  }
}

/** The body that the head announces, by `transfer-encoding: chunked` or `content-length`. */
export async function readBody(reader: ByteReader, head: RawRequestHead): Promise<RawRequest> {
  const lengths = head.headers['content-length'] ?? [];
  const isChunked = head.headers['transfer-encoding'] !== undefined;
  if (lengths.length > 1 || (lengths.length === 1 && isChunked)) throw new Error('ambiguous framing');
  const { body, raw } = isChunked
    ? await readChunked(reader)
    : await reader.bytes(Number(lengths[0] ?? 0)).then((bytes) => ({ body: bytes, raw: bytes }));
  return { ...head, body, raw: Buffer.concat([head.raw, raw]) };
}
