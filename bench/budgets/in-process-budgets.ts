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
    ...decode.map(({ name, ratios }) =>
      judgeMedian({ claim: `decoding ${name} over the same by hand`, limit: 1.1, unit: 'x' }, ratios),
    ),
  ];
}
