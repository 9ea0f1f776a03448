import type { TransportBench } from './transport-bench.ts';
import type { TransportAbility } from './transport-limits.ts';

/** One claim about every transport, and how it is tried. */
export interface TransportGuard {
  readonly ability: TransportAbility;
  readonly claim: string;
  run(bench: TransportBench): Promise<void>;
  /** Why it cannot be tried on this machine, where that is so. */
  readonly skipped?: string | undefined;
}

/** Puts a guard together. */
export function guard(
  ability: TransportAbility,
  claim: string,
  run: (bench: TransportBench) => Promise<void>,
  skipped?: string,
): TransportGuard {
  return { ability, claim, run, skipped };
}

/** Why no connection can be had that is never answered: a full backlog does that on Linux alone. */
export const withoutBlackHole: string | undefined =
  process.platform === 'linux' ? undefined : 'it needs Linux';
