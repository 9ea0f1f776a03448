import { constants, createZstdCompress, zstdCompressSync } from 'node:zlib';

import { expect, it } from 'vitest';

import { ZstdFrames } from '../../src/decompress/zstd-frames.ts';

const noise = Buffer.from(
  Array.from({ length: 300_000 }, (_, index) => (Math.imul(index, 2654435761) >>> 13) & 255),
);
const skippable = Buffer.concat([Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from('abc')]);

/** Without a size in the header, in blocks as they are flushed. */
async function streamed(): Promise<Buffer> {
  const compress = createZstdCompress();
  compress.write('first');
  compress.flush(constants.ZSTD_e_flush, () => compress.end(noise));
  return Buffer.concat(await compress.toArray());
}

it('knows where frames end and nowhere else, byte by byte', async () => {
  const frames = [
    zstdCompressSync(''),
    zstdCompressSync('short'),
    zstdCompressSync(Buffer.alloc(300_000)),
    zstdCompressSync(noise.subarray(0, 70_000)),
    zstdCompressSync(noise, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    zstdCompressSync(noise, { params: { [constants.ZSTD_c_contentSizeFlag]: 0 } }),
    skippable,
    await streamed(),
  ];
  for (const frame of frames) {
    const walk = new ZstdFrames();
    for (let index = 0; index < frame.length; index++) {
      walk.push(frame.subarray(index, index + 1));
      if (walk.isComplete !== (index === frame.length - 1)) expect.fail(`at ${index} of ${frame.length}`);
    }
  }
  const walk = new ZstdFrames();
  walk.push(Buffer.concat([...frames, ...frames]));
  expect(walk.isComplete).toBe(true);
});

it('refuses what begins no frame', () => {
  for (const junk of [[0], [0x28, 0xb5, 0], [0x50, 0x2a, 0], [0x22]]) {
    const walk = new ZstdFrames();
    walk.push(skippable);
    expect(() => walk.push(Uint8Array.from(junk))).toThrow('not valid zstd');
  }
});
