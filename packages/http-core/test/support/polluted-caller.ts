import { parentPort, workerData } from 'node:worker_threads';

import type { Client } from '../../src/client.ts';
import { createClient } from '../../src/create-client.ts';
import type { AnyPlugin } from '../../src/plugin.ts';

/** Runs in a thread of its own: pollutes its Object.prototype, makes calls, and tells what came of them. */
export interface CallerData {
  readonly origins: readonly string[];
  readonly ca: string;
  readonly socketPath: string;
  /** The module of the transport's plugin, and the plugin's name there. */
  readonly transport: { readonly module: string; readonly name: string };
}

/** What one polluted value did: an outcome per call, `hung` for one that never settled. */
export interface CallerReport {
  readonly name: string;
  readonly kind: string;
  readonly outcomes: readonly string[];
}

const { origins, ca, socketPath, transport } = workerData as CallerData;
const module = (await import(transport.module)) as Readonly<Record<string, () => AnyPlugin>>;
const plugin = module[transport.name] as () => AnyPlugin;
const port = parentPort;
if (port === null) throw new Error('not a worker');

const thrower = (): never => {
  throw new Error('a polluted option was called');
};
const kinds: Readonly<Record<string, unknown>> = {
  path: socketPath,
  number: 1,
  object: { evil: 'yes', url: `http://unix:${socketPath}:/`, socketPath, path: socketPath },
  function: thrower,
  signal: AbortSignal.abort(new Error('evil')),
};

const { setTimeout: later, clearTimeout: never } = globalThis;

function settled(call: () => Promise<string>): Promise<string> {
  return new Promise((resolve) => {
    const timer = later(() => resolve('hung'), 1_000);
    const settle = (outcome: string): void => {
      never(timer);
      resolve(outcome);
    };
    try {
      call().then(settle, (error: unknown) => settle(String((error as { code?: unknown }).code ?? error)));
    } catch (error) {
      settle(`threw ${String((error as { code?: unknown }).code ?? error)}`);
    }
  });
}

async function callAll(): Promise<string[]> {
  const outcomes: string[] = [];
  for (const origin of origins) {
    let client: Client | undefined;
    const make = (): Client =>
      (client ??= createClient({
        trustEnv: false,
        tls: { ca },
        headers: { 'x-own': 'yes' },
        plugins: [plugin()],
      }) as unknown as Client);
    outcomes.push(
      await settled(async () => (await make().get(`${origin}/a?b=c`)).text()),
      await settled(async () => (await make().post(`${origin}/moved`, { json: { one: 1 } })).text()),
      await settled(async () => (await make().stream('PUT', `${origin}/s`, { body: 'text' })).text()),
    );
    await settled(async () => {
      await client?.close({ grace: 0 });
      return '';
    });
  }
  return outcomes;
}

/** One value on Object.prototype for as long as the calls take. */
async function pollutedBy(name: string, kind: string): Promise<CallerReport> {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  Object.defineProperty(prototype, name, {
    value: kinds[kind],
    configurable: true,
    enumerable: true,
    writable: true,
  });
  const pending = callAll();
  try {
    return { name, kind, outcomes: await pending };
  } finally {
    delete prototype[name];
  }
}

// What is loaded on first use is loaded before anything is polluted.
await settled(async () => (await createClient({ plugins: [plugin()] }).get('http://127.0.0.1:9/')).text());

// What Node's own code throws where nobody waits for it is part of what pollution does; the call is told anyhow.
process.on('uncaughtException', () => {});
port.on('message', (message: string | undefined) => {
  const work = async (): Promise<CallerReport[]> => {
    if (message === undefined) return [{ name: '', kind: '', outcomes: await callAll() }];
    const reports: CallerReport[] = [];
    for (const kind of Object.keys(kinds)) {
      if (kind !== 'signal' || message === 'signal') reports.push(await pollutedBy(message, kind));
    }
    return reports;
  };
  void work().then((reports) => port.postMessage(reports));
});
port.postMessage('ready');
