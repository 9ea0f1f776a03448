import type * as Zlib from 'node:zlib';

import { ResponseTooLargeError } from '../errors/response-too-large-error.ts';
import type { Coding } from './codings.ts';
import { decodeStream } from './decode-stream.ts';
import { isRawDeflate, loadZlib, zstdParameters } from './zlib.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** Below this a trip to the thread pool costs several times the work itself. */
const smallInput = 32 * 1024;
/** The most that is decoded at once on the event loop: about half a millisecond. */
const smallOutput = 256 * 1024;
const bufferedChunk = 256 * 1024;

/**
 * The body without its content codings. Counts decoded bytes against `limit` and stops there. Fails with
 * `NetworkError('truncated')`, `ProtocolError('encoding')` or `ResponseTooLargeError`; an empty body is empty in any coding.
 */
export async function decodeBuffered(
  bytes: Uint8Array,
  codings: readonly Coding[],
  limit: number,
): Promise<Uint8Array> {
  if (codings.length === 0 || bytes.length === 0) {
    if (bytes.length > limit) throw new ResponseTooLargeError('streamed', limit);
    return bytes;
  }
  if (bytes.length <= smallInput) {
    const decoded = decodeSmall(loadZlib(), bytes, codings, limit);
    if (decoded !== undefined) return decoded;
  }
  return collect(decodeStream(once(bytes), codings, limit, bufferedChunk));
}

/** Decodes on the spot, or gives `undefined` when anything is out of the ordinary: the stream then finds the verdict. */
function decodeSmall(
  zlib: typeof Zlib,
  bytes: Uint8Array,
  codings: readonly Coding[],
  limit: number,
): Uint8Array | undefined {
  let decoded = bytes;
  try {
    for (let index = codings.length - 1; index >= 0; index--) {
      const coding = codings[index];
      if (coding === undefined || decoded.length === 0) break;
      const { buffer, engine } = decodeNow(zlib, coding, decoded, Math.min(limit, smallOutput));
      if (engine.bytesWritten !== decoded.length || !isWhole(coding, decoded)) return undefined;
      decoded = buffer;
    }
  } catch {
    return undefined;
  }
  return decoded.length > limit ? undefined : decoded;
}

/** Whether zlib's word on the end can be taken; for zstd it cannot on Node 22. */
function isWhole(coding: Coding, bytes: Uint8Array): boolean {
  if (coding !== 'zstd') return true;
  const frames = new ZstdFrames();
  frames.push(bytes);
  return frames.isComplete;
}

/** What zlib returns for `info: true`; the engine tells how much of the input belonged to the encoding. */
interface Decoded {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function decodeNow(zlib: typeof Zlib, coding: Coding, bytes: Uint8Array, most: number): Decoded {
  const chunkSize = bytes.length < 4096 ? 16 * 1024 : 64 * 1024;
  const options = { info: true, chunkSize, maxOutputLength: Math.max(1, most) };
  return decoderFor(zlib, coding, bytes)(bytes, options) as Decoded;
}

type Decode = (bytes: Uint8Array, options: object) => object;

function decoderFor(zlib: typeof Zlib, coding: Coding, bytes: Uint8Array): Decode {
  switch (coding) {
    case 'gzip':
      return zlib.gunzipSync;
    case 'deflate':
      return isRawDeflate(bytes[0] ?? 0) ? zlib.inflateRawSync : zlib.inflateSync;
    case 'br':
      return zlib.brotliDecompressSync;
    case 'zstd':
      return (input, options) => zlib.zstdDecompressSync(input, { ...options, params: zstdParameters(zlib) });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const list: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    list.push(chunk);
    size += chunk.length;
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of list) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
