import { type AnyPlugin, createClient, type Decoder, type HttpResponse } from '@x/http-core';
import { typebox } from '@x/http-typebox';
import { zod } from '@x/http-zod';
import { Type } from 'typebox';
import { Compile } from 'typebox/schema';
import * as z from 'zod';

import { instantTransport } from './instant-transport.ts';
import type { TurnOptions } from './turns.ts';

/** One body decoded by a plugin, and by hand with the same schema. */
export interface DecodeCase extends TurnOptions {
  readonly name: string;
  readonly bytes: number;
  readonly own: () => unknown;
  readonly byHand: () => unknown;
}

const names = Array.from({ length: 10 }, (_, index) => `field${index}`);
const record = (index: number): object =>
  Object.fromEntries(
    names.flatMap((name, at) => [
      [name, `value ${index} of ${name}`],
      [`${name}Count`, index + at],
    ]),
  );
const fields = <T>(text: T, count: T): Record<string, T> =>
  Object.fromEntries(
    names.flatMap((name) => [
      [name, text],
      [`${name}Count`, count],
    ]),
  );
const TypeBoxRecord = Type.Object(
  fields<ReturnType<typeof Type.String> | ReturnType<typeof Type.Number>>(Type.String(), Type.Number()),
);
const ZodRecord = z.object(fields<z.ZodType>(z.string(), z.number()));

const text = new TextDecoder();
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function decoding(
  plugin: AnyPlugin,
  schema: unknown,
  body: Uint8Array,
  response: HttpResponse,
): () => unknown {
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

/** An object of 20 fields and a list of such objects (1 MB), each with both libraries. */
export async function decodeCases(): Promise<readonly DecodeCase[]> {
  const one = bytesOf(record(1));
  const length = Math.ceil(1_000_000 / one.byteLength);
  const list = bytesOf(Array.from({ length }, (_, index) => record(index)));
  const lists = { typebox: Type.Array(TypeBoxRecord), zod: z.array(ZodRecord) };
  const response = await createClient({ plugins: [instantTransport] }).get('http://127.0.0.1/');
  const short = { bytes: one.byteLength, rounds: 200, runs: 5_000 };
  const long = { bytes: list.byteLength, rounds: 60, runs: 4 };
  return [
    {
      ...short,
      name: 'typebox, one object',
      own: decoding(typebox(), TypeBoxRecord, one, response),
      byHand: typeboxByHand(TypeBoxRecord, one),
    },
    {
      ...short,
      name: 'zod, one object',
      own: decoding(zod(), ZodRecord, one, response),
      byHand: zodByHand(ZodRecord, one),
    },
    {
      ...long,
      name: 'typebox, a list',
      own: decoding(typebox(), lists.typebox, list, response),
      byHand: typeboxByHand(lists.typebox, list),
    },
    {
      ...long,
      name: 'zod, a list',
      own: decoding(zod(), lists.zod, list, response),
      byHand: zodByHand(lists.zod, list),
    },
  ];
}
