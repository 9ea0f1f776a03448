import type * as Zlib from 'node:zlib';

import { NetworkError } from '../errors/network-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import type { Coding } from './codings.ts';

let loaded: typeof Zlib | undefined;

/**
 * Node's zlib, loaded on the first compressed response. Not by an import, which would put it into bundles for browsers; their
 * `fetch` decodes by itself. `ProtocolError('encoding')` where there is none.
 */
export function loadZlib(): typeof Zlib {
  loaded ??= globalThis.process?.getBuiltinModule?.('node:zlib');
  if (loaded === undefined) throw new ProtocolError('encoding', 'this runtime has no zlib to undo it with');
  return loaded;
}

/** What `deflate` is sent as: the zlib format of RFC 9110, or bare deflate data, which many servers took it for. */
export function isRawDeflate(first: number): boolean {
  // RFC 1950 section 2.2: method 8, window up to 2^7. As bare deflate it would be a stored block with a padding of 1.
  return (first & 0x8f) !== 8;
}

/** Limits for Zstandard decoders. */
export function zstdParameters(zlib: typeof Zlib): Record<number, number> {
  // RFC 9659: at most 8 MiB of window in the content coding; Node would allocate 128 MiB for a frame that says so.
  return { [zlib.constants.ZSTD_d_windowLogMax]: 23 };
}

/** The error of the tree for what zlib says of a body. */
export function decodingError(coding: Coding, cause: unknown): NetworkError | ProtocolError {
  if ((cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR') return truncated(coding, cause);
  return new ProtocolError('encoding', `response body is not valid ${coding}`, {
    cause,
    responseStarted: true,
  });
}

export function truncated(coding: Coding, cause?: unknown): NetworkError {
  const details = { cause, responseStarted: true };
  return new NetworkError(
    'truncated',
    `response body ended in the middle of its ${coding} encoding`,
    details,
  );
}

export function trailingData(coding: Coding): ProtocolError {
  const message = `response body goes on after the end of its ${coding} encoding`;
  return new ProtocolError('encoding', message, { responseStarted: true });
}
