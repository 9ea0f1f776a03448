// `npx node --conditions=@x/source bench/decode-cost.ts [--check]`: what decoding costs beyond doing the same by hand.
import { type AnyPlugin, createClient, type Decoder, type HttpResponse } from '@x/http-core';
import { typebox } from '@x/http-typebox';
import { zod } from '@x/http-zod';
import { Type } from 'typebox';
import { Compile } from 'typebox/schema';
import * as z from 'zod';

import { instantTransport } from './chain-cost.ts';
import { median } from './statistics.ts';

const names = Array.from({ length: 10 }, (_, index) => `field${index}`);
const record = (index: number): object =>
  Object.fromEntries(
    names.flatMap((name, at) => [
      [name, `value ${index} of ${name}`],
      [`${name}Count`, index + at],
    ]),
  );

const TypeBoxRecord = Type.Object(
  Object.fromEntries(
    names.flatMap((name) => [
      [name, Type.String()],
      [`${name}Count`, Type.Number()],
    ]),
  ),
);
const ZodRecord = z.object(
  Object.fromEntries(
    names.flatMap((name) => [
      [name, z.string()],
      [`${name}Count`, z.number()],
    ]),
  ),
);

const one = new TextEncoder().encode(JSON.stringify(record(1)));
const list = new TextEncoder().encode(
  JSON.stringify(Array.from({ length: Math.ceil(5_000_000 / one.byteLength) }, (_, index) => record(index))),
);
const response: HttpResponse = await createClient({ plugins: [instantTransport] }).get('http://127.0.0.1/');
const text = new TextDecoder();

function decoding(plugin: AnyPlugin, schema: unknown, body: Uint8Array): () => unknown {
  const { decoders = [] } = plugin.setup({} as never) as { decoders?: readonly Decoder[] };
  const decode = decoders[0]?.compile(schema);
  return () => decode?.(body, response);
}

function typeboxByHand(
  schema: typeof TypeBoxRecord | ReturnType<typeof Type.Array>,
  body: Uint8Array,
): () => unknown {
  const validator = Compile(schema);
  return () => {
    const value: unknown = JSON.parse(text.decode(body));
    if (!validator.Check(value)) throw new Error('it does not fit');
    return value;
  };
}

function zodByHand(schema: z.ZodType, body: Uint8Array): () => unknown {
  return () => schema.parse(JSON.parse(text.decode(body)));
}

/** Microseconds of CPU for one run of each, and the median of their paired ratios: in short turns, so that noise meets both. */
function race(
  own: () => unknown,
  byHand: () => unknown,
  runs: number,
  rounds: number,
): { own: number; byHand: number; ratio: number } {
  const measure = (run: () => unknown): number => {
    const before = process.cpuUsage();
    for (let index = 0; index < runs; index++) run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / runs;
  };
  const pairs: { own: number; byHand: number }[] = [];
  for (let round = -Math.ceil(rounds / 4); round < rounds; round++) {
    // Who comes first changes with every round, so that neither always inherits the other's garbage.
    const first = round % 2 === 0 ? measure(own) : undefined;
    const hand = measure(byHand);
    const pair = { own: first ?? measure(own), byHand: hand };
    // The first rounds warm the compiler up.
    if (round >= 0) pairs.push(pair);
  }
  return {
    own: median(pairs.map((pair) => pair.own)),
    byHand: median(pairs.map((pair) => pair.byHand)),
    ratio: median(pairs.map((pair) => pair.own / pair.byHand)),
  };
}

const most = 1.1;
const kilobytes = Math.round(one.byteLength / 102.4) / 10;
const megabytes = Math.round(list.byteLength / 100_000) / 10;
const lists = { typebox: Type.Array(TypeBoxRecord), zod: z.array(ZodRecord) };
const cases = [
  [
    'typebox, one object',
    decoding(typebox(), TypeBoxRecord, one),
    typeboxByHand(TypeBoxRecord, one),
    5_000,
    400,
  ],
  ['zod, one object', decoding(zod(), ZodRecord, one), zodByHand(ZodRecord, one), 5_000, 400],
  ['typebox, list', decoding(typebox(), lists.typebox, list), typeboxByHand(lists.typebox, list), 2, 60],
  ['zod, list', decoding(zod(), lists.zod, list), zodByHand(lists.zod, list), 2, 60],
] as const;

console.log(
  `An object of 20 fields (${kilobytes} KB) and a list of such objects (${megabytes} MB), µs of CPU`,
);
let isOver = false;
for (const [name, own, byHand, runs, rounds] of cases) {
  const figures = race(own, byHand, runs, rounds);
  const shown = [figures.own, figures.byHand]
    .map((figure) => figure.toFixed(2).padStart(10))
    .join('  by hand');
  console.log(`${name.padEnd(20)}${shown}  ratio ${figures.ratio.toFixed(3)}`);
  if (figures.ratio > most) isOver = true;
}
if (process.argv.includes('--check') && isOver) {
  console.error(`More than ${most} x the cost by hand.`);
  process.exitCode = 1;
}
