import { definePlugin, type Plugin } from '@x/http-core';

/** A retry policy without budget, deadline and evidence, as other clients have it by default. */
export interface OtherRetry {
  readonly name: string;
  /** Attempts in all. */
  readonly attempts: number;
  /** Milliseconds before retry `index`, from 1. */
  delay(index: number, random: () => number): number;
}

/** From the sources of got 16.1.0, ky 1.x and undici 8.12.4; all three retry a GET on 503. */
export const otherRetries: readonly OtherRetry[] = [
  { name: 'got', attempts: 3, delay: (index, random) => 1_000 * 2 ** (index - 1) + random() * 100 },
  { name: 'ky', attempts: 3, delay: (index) => 300 * 2 ** (index - 1) },
  { name: 'undici', attempts: 6, delay: (index) => Math.min(30_000, 500 * 2 ** (index - 1)) },
];

/** The policy as a plugin, so that everything else of the simulation is the same. */
export function otherRetry({ name, attempts, delay }: OtherRetry): Plugin<string> {
  return definePlugin({
    name,
    contract: 1,
    setup: ({ clock, random }) => ({
      maxAttempts: attempts,
      callOptions: {},
      call: {
        retry: (inner) => async (call) => {
          for (let made = 1; ; made++) {
            let failure: unknown;
            const response = await inner(call.beginAttempt()).catch(
              (error: unknown) => void (failure = error),
            );
            const isLast = made === attempts;
            if (response !== undefined && (response.status < 500 || isLast)) return response;
            if (isLast) throw failure;
            await new Promise<void>((resolve) => void clock.schedule(delay(made, random), resolve));
          }
        },
      },
    }),
  });
}
