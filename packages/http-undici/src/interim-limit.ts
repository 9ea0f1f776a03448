/** Bytes of response headers that are read at most, those of interim responses included. */
const maxHeaderSize = 16 * 1_024;

/** What an exchange allows of interim responses: eight, and their headers within the limit of a head. */
export class InterimLimit {
  readonly most = 8;
  #count = 0;
  #size = 0;

  /** What one more makes of them. */
  add(rawHeaders: readonly string[]): 'many' | 'large' | undefined {
    if (++this.#count > this.most) return 'many';
    this.#size += sizeOf(rawHeaders);
    return this.#size > maxHeaderSize ? 'large' : undefined;
  }

  /** Whether the final head is too large together with what came before it. */
  isPassedBy(rawHeaders: readonly string[]): boolean {
    return this.#size + sizeOf(rawHeaders) > maxHeaderSize;
  }
}

/** Bytes on the wire, near enough: each line has a colon, a space and its end beside name and value. */
function sizeOf(rawHeaders: readonly string[]): number {
  let size = rawHeaders.length * 2;
  for (const part of rawHeaders) size += part.length;
  return size;
}
