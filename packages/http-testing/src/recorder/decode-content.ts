import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

import { CassetteError } from './cassette-error.ts';

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
  deflate: (bytes) => ((bytes[0] as number) % 16 === 8 ? inflateSync(bytes) : inflateRawSync(bytes)),
};

/** A body without its content codings, so that what is in it can be read and redacted. Throws `CassetteError` when that cannot be. */
export function decodeContent(bytes: Uint8Array, rawHeaders: readonly string[]): Uint8Array {
  if (bytes.byteLength === 0) return bytes;
  const codings = rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'content-encoding')
    .flatMap((value) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  return codings.reduceRight(decodeOne, bytes);
}

function decodeOne(bytes: Uint8Array, coding: string): Uint8Array {
  const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
  if (decode === undefined) throw new CassetteError(`A body in the coding '${coding}' cannot be recorded`);
  try {
    return decode(bytes);
  } catch (cause) {
    throw new CassetteError(
      `A body in the coding '${coding}' cannot be recorded: it is broken or cut short`,
      { cause },
    );
  }
}
