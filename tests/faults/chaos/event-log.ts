import type { Client } from '@x/http-core';

/** Every event that a client with all plugins tells. */
const events = [
  'request.started',
  'attempt.started',
  'attempt.finished',
  'redirect.followed',
  'request.finished',
  'request.failed',
  'timeout.exceeded',
  'retry.scheduled',
  'circuit.opened',
  'circuit.closed',
  'circuit.rejected',
  'bulkhead.rejected',
  'cookies.refused',
  'cookies.failed',
  'cookies.omitted',
];
const times = new Set(['elapsed', 'duration']);

/** Writes down what a client tells, one line an event; without times where they are those of a real clock. */
export function eventLog(
  client: Pick<Client<{}, readonly []>, 'on'>,
  { isTimed }: { readonly isTimed: boolean },
) {
  const lines: string[] = [];
  for (const event of events) {
    client.on(event, (detail) => {
      const kept = Object.entries(detail).filter(([name]) => isTimed || !times.has(name));
      lines.push(
        JSON.stringify([event, Object.fromEntries(kept.map(([name, value]) => [name, plain(value)]))]),
      );
    });
  }
  // The port of a server is the system's choice.
  return { text: () => lines.join('\n').replaceAll(/(127\.0\.0\.1):\d+/g, '$1:port') };
}

function plain(value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}
