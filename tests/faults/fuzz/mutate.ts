import type { SeededRandom } from '../seeded-random.ts';

/** Bytes that parsers have gone wrong on. */
const hostile: readonly Buffer[] = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\r\n ',
  ' ',
  ':',
  '-1',
  '+1',
  '0x10',
  'ffffffffffffffff',
  '99999999999999999999',
  '0\r\n\r\n',
  'transfer-encoding: chunked\r\n',
  'transfer-encoding: gzip, chunked\r\n',
  'content-length: 0\r\n',
  'content-length: 5\r\n',
  'content-encoding: gzip, gzip, gzip, gzip\r\n',
  'connection: upgrade\r\nupgrade: h2c\r\n',
  '__proto__: x\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
  'HTTP/2.0 200 OK\r\n',
  '\x16\x03\x01\x00\x05',
  '\u00ff'.repeat(8),
  'a'.repeat(20_000),
  'x-many: 1\r\n'.repeat(3_000),
].map((text) => Buffer.from(text, 'latin1'));

type Mutation = (tokens: readonly Buffer[], at: number, random: SeededRandom) => readonly Buffer[];

const mutations: readonly Mutation[] = [
  (tokens, at) => tokens.toSpliced(at, 1),
  (tokens, at) => tokens.toSpliced(at, 0, tokens[at] as Buffer),
  (tokens, at, random) => {
    const other = random.below(tokens.length);
    return tokens.with(at, tokens[other] as Buffer).with(other, tokens[at] as Buffer);
  },
  (tokens, at, random) => tokens.toSpliced(at, 0, random.pick(hostile)),
  (tokens, at, random) => tokens.with(at, within(tokens[at] as Buffer, random, random.pick(hostile))),
  (tokens, at, random) => tokens.with(at, (tokens[at] as Buffer).subarray(0, random.below(4))),
  (tokens, at) => tokens.slice(0, at),
  (tokens, at, random) => tokens.with(at, flipped(tokens[at] as Buffer, random)),
  (tokens) => [...tokens, ...tokens],
];

/** The tokens after some mutations: deleted, doubled, swapped, cut, or with hostile bytes among them. */
export function mutate(tokens: readonly Buffer[], random: SeededRandom, count: number): readonly Buffer[] {
  let mutated = tokens;
  for (let done = 0; done < count && mutated.length > 0; done++) {
    mutated = random.pick(mutations)(mutated, random.below(mutated.length), random);
  }
  return mutated;
}

function within(token: Buffer, random: SeededRandom, bytes: Buffer): Buffer {
  const at = random.below(token.length + 1);
  return Buffer.concat([token.subarray(0, at), bytes, token.subarray(at)]);
}

function flipped(token: Buffer, random: SeededRandom): Buffer {
  const copy = Buffer.from(token);
  if (copy.length > 0) copy[random.below(copy.length)] = random.below(256);
  return copy;
}
