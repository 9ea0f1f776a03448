import { ProtocolError } from '../errors/protocol-error.ts';

const magic: readonly number[] = [0x28, 0xb5, 0x2f, 0xfd];
/** Its first byte is any of 0x50 to 0x5f. */
const skippableMagic: readonly number[] = [0x50, 0x2a, 0x4d, 0x18];

/**
 * Follows Zstandard frames (RFC 8878 section 3.1) from one to the next without decoding them, since Node 22 takes a cut body
 * for a whole one and Node 24 stops at the first frame. Throws `ProtocolError('encoding')` for what begins no frame.
 */
export class ZstdFrames {
  #field: number[] = [];
  #wanted = 4;
  #read: (field: readonly number[]) => void = this.#readMagic;
  /** Bytes of no interest before the next field. */
  #skip = 0;
  #hasChecksum = false;
  #frames = 0;
  #received = 0;

  push(chunk: Uint8Array): void {
    this.#received += chunk.length;
    for (let index = 0; index < chunk.length;) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.length - index);
        this.#skip -= skipped;
        index += skipped;
        continue;
      }
      this.#field.push(chunk[index++] ?? 0);
      if (this.#read === this.#readMagic) this.#checkMagic();
      if (this.#field.length < this.#wanted) continue;
      const field = this.#field;
      this.#field = [];
      this.#read(field);
    }
  }

  /** Whether what has come ends where a frame ends. */
  get isComplete(): boolean {
    return this.#read === this.#readMagic && this.#field.length === 0 && this.#skip === 0;
  }

  #expect(bytes: number, read: (field: readonly number[]) => void): void {
    this.#wanted = bytes;
    this.#read = read;
  }

  #checkMagic(): void {
    const field = this.#field;
    const isSkippable = (field[0] ?? 0) >> 4 === 5;
    const matches = (byte: number, index: number) =>
      isSkippable ? index === 0 || byte === skippableMagic[index] : byte === magic[index];
    if (!field.every(matches)) {
      throw new ProtocolError('encoding', 'response body is not valid zstd', { responseStarted: true });
    }
    // Every frame has a price beside its length: no run of tiny ones may buy seconds of work with a few kilobytes.
    if (field.length === 4 && ++this.#frames > 64 && this.#frames * 64 > this.#received) {
      throw new ProtocolError('encoding', 'response body has too many zstd frames', {
        responseStarted: true,
      });
    }
  }

  #readMagic(field: readonly number[]): void {
    if (field[0] === magic[0]) this.#expect(1, this.#readDescriptor);
    else this.#expect(4, this.#readSkippable);
  }

  #readSkippable(field: readonly number[]): void {
    this.#skip = littleEndian(field);
    this.#expect(4, this.#readMagic);
  }

  #readDescriptor([descriptor = 0]: readonly number[]): void {
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const window = isSingleSegment ? 0 : 1;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
    this.#hasChecksum = (descriptor & 4) !== 0;
    this.#skip = window + dictionary + contentSize;
    this.#expect(3, this.#readBlock);
  }

  #readBlock(field: readonly number[]): void {
    const header = littleEndian(field);
    const isRunLength = ((header >> 1) & 3) === 1;
    this.#skip = isRunLength ? 1 : header >>> 3;
    if ((header & 1) === 0) return;
    if (this.#hasChecksum) this.#skip += 4;
    this.#expect(4, this.#readMagic);
  }
}

function littleEndian(bytes: readonly number[]): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
