import type { TransportBench } from './transport-bench.ts';
import type { TransportAbility } from './transport-limits.ts';

/** One claim about every transport, and how it is tried. */
export interface TransportGuard {
  readonly ability: TransportAbility;
  readonly claim: string;
  run(bench: TransportBench): Promise<void>;
}

/** Puts a guard together. */
export function guard(
  ability: TransportAbility,
  claim: string,
  run: (bench: TransportBench) => Promise<void>,
): TransportGuard {
  return { ability, claim, run };
}
