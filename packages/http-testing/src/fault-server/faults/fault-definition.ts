import type { AnyScript } from '../connection-script.ts';

/** What a fault can be told; each reads what concerns it. */
export interface FaultOptions {
  /** Milliseconds between the pieces of a drip, or before a late start; each fault has its own default. */
  readonly interval?: number | undefined;
  /** The body of the answer, or what of it comes before the fault. */
  readonly body?: string | undefined;
  /** The status of the answer, a proxy's included. */
  readonly status?: number | undefined;
  /** The value of the header that the fault is about. */
  readonly value?: string | undefined;
  /** The error code of an HTTP/2 frame. */
  readonly code?: number | undefined;
}

/** One fault of the catalogue. */
export interface FaultDefinition {
  /** What a connection does, in one sentence. */
  readonly does: string;
  readonly script: (options: FaultOptions) => AnyScript;
}
