import { Child } from '../measure/child.ts';
import type { Origin } from '../origin/origin.ts';
import type { CrowdReport } from './crowd-report.ts';
import type { SoakReport } from './soak-report.ts';

/** So many calls with every plugin on one signal, over the transport of that name. */
export async function soak(
  origin: Origin,
  transport: 'undici' | 'got',
  calls: number,
  conditions: readonly string[],
): Promise<SoakReport> {
  const child = new Child('../soak/soak-process.ts', [transport, origin.plain, String(calls)], {
    conditions,
    // Code that is thrown away meanwhile would hide what grows.
    flags: ['--expose-gc', '--no-flush-bytecode'],
  });
  try {
    return await child.answer<SoakReport>();
  } finally {
    child.end();
  }
}

/** What many calls at once came to, and the most sockets that the origin saw meanwhile. */
export interface Crowd extends CrowdReport {
  readonly sockets: number;
}

/** So many calls of one peer at once over so many connections. */
export async function crowd(
  origin: Origin,
  peer: string,
  connections: number,
  calls: number,
  conditions: readonly string[],
): Promise<Crowd> {
  await origin.idle();
  const parameters = [peer, origin.plain, String(connections), String(calls)];
  const child = new Child('../soak/crowd-process.ts', parameters, { conditions, flags: ['--expose-gc'] });
  try {
    const report = await child.answer<CrowdReport>();
    const { mostSockets } = await origin.report();
    return { ...report, sockets: mostSockets };
  } finally {
    child.end();
  }
}
