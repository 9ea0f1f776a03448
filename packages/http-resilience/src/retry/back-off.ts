import { noJitterGenerator } from 'cockatiel';

import type { RetrySettings } from './retry-options.ts';

/** Beyond so many doublings the factor is infinite, and nothing times it is not a number. */
const mostDoublings = 1_000;
const generator = noJitterGenerator;

/** Milliseconds before retry `index`, from 0: full jitter, a random part of a wait that doubles up to `maxDelay`. */
export function backOff(settings: RetrySettings, random: () => number, index: number): number {
  const { baseDelay: initialDelay, maxDelay } = settings;
  const limits = { initialDelay, maxDelay, exponent: 2, generator };
  const [longest] = generator(Math.min(index, mostDoublings), limits);
  return random() * longest;
}
