import type { TimeoutOptions } from '@x/http-core';
import type { ResilienceOptions } from '@x/http-resilience';

import type { Health, ServiceSettings } from './service.ts';

/** One side of a demo: how its client is made. */
export interface Side {
  readonly title: string;
  readonly timeout: TimeoutOptions;
  /** `undefined` for a client without the resilience plugin. */
  readonly resilience?: ResilienceOptions;
}

/** A number over the last minute that a demo shows for both sides. */
export type Measure = 'succeeded' | 'sent' | 'wait' | 'inFlight';

/** One demo: two clients, the service that each of them calls, the traffic and the outage. */
export interface Demo {
  readonly title: string;
  /** What to try and what to look at. */
  readonly hint: string;
  readonly service: ServiceSettings;
  /** Calls a second. */
  readonly load: number;
  /** The outage that the demo is about. */
  readonly outage: Exclude<Health, 'healthy'>;
  readonly measures: readonly Measure[];
  readonly plain: Side;
  readonly ours: Side;
}
