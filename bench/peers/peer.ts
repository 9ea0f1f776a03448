/** Where a peer sends its requests, and over how many connections at most. */
export interface Target {
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
  readonly connections: number;
  /** Milliseconds that a call of ours may take, where a crowd waits in line; its default when absent. */
  readonly timeout?: number | undefined;
}

/** The calls that are measured, each written as that client's own documents advise. */
export interface Peer {
  /** GET; the parsed document. */
  get(path: string): Promise<unknown>;
  /** POST of a value as JSON; the parsed answer. */
  post(path: string, value: object): Promise<unknown>;
  /** GET as a stream that is read to its end; the bytes that came. */
  download(path: string): Promise<number>;
  close?(): Promise<void>;
}

/** A client that is measured. Its package is loaded in `connect`, so only in the process that measures it. */
export interface PeerDefinition {
  readonly name: string;
  /** What its figures are listed under. */
  readonly label: string;
  /** npm packages whose versions count; none for what Node brings. */
  readonly packages: readonly string[];
  /** Specifiers that an application imports to use it. */
  readonly imports: readonly string[];
  /** How it is set up here, for the report. */
  readonly settings: string;
  connect(target: Target): Promise<Peer>;
}

/** Reads a stream of chunks to its end and counts its bytes. */
export async function countBytes(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.byteLength;
  return bytes;
}
