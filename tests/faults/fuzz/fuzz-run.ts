import { setImmediate as nextTurn } from 'node:timers/promises';

import { type Client, createClient, isClientError } from '@x/http-core';
import { type Connection, expectNothingLeft, faultServer, type FaultServer } from '@x/http-testing';

import { SeededRandom } from '../seeded-random.ts';
import type { TransportUnderTest } from '../transports.ts';
import { mutate } from './mutate.ts';
import { responseTokens } from './response-grammar.ts';
import { tagOf, tagsIn } from './tag.ts';

type PlainClient = Client<{}, readonly []>;

export interface FuzzOptions {
  readonly seed: number;
  readonly transport: TransportUnderTest;
  readonly milliseconds: number;
}

const workers = 12;

/** The answer to the call of that number: what its seed makes of the grammar, and how it goes out. */
function answerOf(seed: number, number: number) {
  const random = new SeededRandom(Math.imul(seed, 0x9e37_79b1) + number);
  const mutationCount = random.below(5);
  const bytes = Buffer.concat(mutate(responseTokens(random, tagOf(number)), random, mutationCount));
  const isHonest = mutationCount === 0;
  return { random, bytes, isHonest, isEnded: isHonest || random.chance(0.97) };
}

/** Calls whose answers are mutations of well-formed ones; how often each outcome came. */
export async function runFuzz({
  seed,
  transport,
  milliseconds,
}: FuzzOptions): Promise<ReadonlyMap<string, number>> {
  const tally = new Map<string, number>();
  let number = 0;
  await using server = await faultServer();
  const answered = answering(server, seed);
  await expectNothingLeft(
    async () => {
      const end = performance.now() + milliseconds;
      const work = async (): Promise<void> => {
        const client = clientOf(server.origin, transport);
        try {
          while (performance.now() < end) {
            const own = ++number;
            const outcome = await callOf(client, own, seed);
            tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
            // What came too much must have arrived before the connection is used again; later nobody could tell.
            await answered(own);
          }
        } finally {
          await client.close({ grace: 0 });
        }
      };
      await Promise.all(Array.from({ length: workers }, work));
    },
    { servers: [server] },
  );
  return tally;
}

function clientOf(baseUrl: string, transport: TransportUnderTest): PlainClient {
  const made: unknown = createClient({
    baseUrl,
    trustEnv: false,
    throwOnStatus: false,
    timeout: { connect: 2_000, headers: 1_500, idle: 1_500, total: 6_000 },
    pool: { maxConnections: 1 },
    plugins: [transport.make()],
  });
  return made as PlainClient;
}

/** Throws when a call ends untyped, late, or with an answer that is another's. */
async function callOf(client: PlainClient, number: number, seed: number): Promise<string> {
  const fail = (what: string): Error => {
    const { bytes } = answerOf(seed, number);
    return new Error(
      `seed ${seed}, answer ${number}: ${what}; it was ${bytes.toString('base64').slice(0, 4_000)}`,
    );
  };
  const isStreamed = number % 4 === 0;
  try {
    const response = await (isStreamed ? client.stream('GET', `/${number}`) : client.get(`/${number}`));
    const text = `${response.headers.get('x-tag') ?? ''} ${await response.text()}`;
    const foreign = tagsIn(text).filter((tag) => tag !== number);
    if (foreign.length > 0) throw fail(`got the answer of ${foreign.join()}`);
    return 'response';
  } catch (error) {
    if (!isClientError(error)) throw fail(`rejected with ${String(error)}`);
    if (answerOf(seed, number).isHonest) throw fail(`a well-formed answer came to ${error.message}`);
    return error.name;
  }
}

/** Has the server answer; gives what waits until the answer of that number is out and has been heard. */
function answering(server: FaultServer, seed: number): (number: number) => Promise<void> {
  const done = new Map<number, Promise<void>>();
  server.always(async (connection) => {
    connection.socket.setNoDelay(true);
    for await (const { target } of connection.requests()) {
      const number = Number(/\d+/.exec(target)?.[0]);
      const sending = send(connection, seed, number);
      done.set(number, sending);
      await sending;
    }
  });
  return async (number) => {
    await done.get(number);
    done.delete(number);
    for (let turn = 0; turn < 3; turn++) await nextTurn();
  };
}

async function send(connection: Connection, seed: number, number: number): Promise<void> {
  const { random, bytes, isEnded } = answerOf(seed, number);
  for (let from = 0; from < bytes.length;) {
    const piece = bytes.subarray(from, from + 1 + random.below(bytes.length));
    from += piece.length;
    if (!(await connection.send(piece))) return;
  }
  if (isEnded) connection.end();
}
