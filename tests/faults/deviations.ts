import type { RouteName } from './routes.ts';
import type { TransportUnderTest } from './transports.ts';

/** A cell of the matrix that comes out otherwise, on purpose. One that comes out as the table says fails the run. */
export interface Deviation {
  readonly row: string;
  readonly transport?: TransportUnderTest['name'];
  readonly routes?: readonly RouteName[];
  /** What it comes to instead. */
  readonly instead: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

export const deviations: readonly Deviation[] = [
  {
    row: 'delimited by close, no close_notify',
    instead: { status: 200, text: 'abc' },
    reason:
      'Node tells nobody whether a close_notify came before the end of a TLS connection; docs/troubleshooting.md says so',
  },
];
