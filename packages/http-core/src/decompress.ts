export { capStream } from './decompress/cap-stream.ts';
export { acceptEncoding, parseContentCodings, type Coding } from './decompress/codings.ts';
export { decodeBuffered } from './decompress/decode-buffered.ts';
export { decodeStream } from './decompress/decode-stream.ts';
