import type { Timings } from './transport.ts';

/** The timings of one exchange while they are being taken. */
export type RunningTimings = { -readonly [K in keyof Timings]: Timings[K] };

export function startTimings(): RunningTimings {
  return {
    queued: undefined,
    dns: undefined,
    connect: undefined,
    tls: undefined,
    upload: undefined,
    headers: undefined,
    body: undefined,
    total: 0,
  };
}
