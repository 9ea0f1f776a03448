import type { ChainCost } from '../in-process/chain-cost.ts';
import type { DecodeCost } from '../in-process/decode-cost.ts';
import { Child } from '../measure/child.ts';
import type { BudgetResult } from '../report/results.ts';
import { judge, judgeMedian } from './budget.ts';

async function measureInProcess<T>(name: string, conditions: readonly string[]): Promise<T> {
  const child = new Child('../in-process/in-process.ts', [name], { conditions });
  try {
    return await child.answer<T>();
  } finally {
    child.end();
  }
}

/** The search for `__proto__` keys and the look at the charset take 0.1 µs, which is 7 to 12 of 100 of a small body's time. */
function decodeLimit(bytes: number): number {
  return bytes < 10_000 ? 1.15 : 1.1;
}

/** What the chain and the decoders cost where there is no wire. */
export async function inProcessBudgets(conditions: readonly string[]): Promise<readonly BudgetResult[]> {
  const { resilient } = await measureInProcess<ChainCost>('chain', conditions);
  // An absolute figure on a machine that drifts: what disturbs a round only ever adds to it, so the calm quarter counts.
  const chain = {
    ...judge(
      {
        claim: 'the whole chain with resilience over the exchange alone, lower quartile',
        limit: 6,
        unit: 'µs',
      },
      resilient.low,
    ),
    spread: resilient,
  };
  const decode = await measureInProcess<readonly DecodeCost[]>('decode', conditions);
  return [
    chain,
    ...decode.map(({ name, bytes, ratios }) =>
      judgeMedian(
        { claim: `decoding ${name} over the same by hand`, limit: decodeLimit(bytes), unit: 'x' },
        ratios,
      ),
    ),
  ];
}
