// What is measured without a wire, each in a process of its own: told to the parent, or printed when there is none.
import { chainCost } from './chain-cost.ts';
import { decodeCosts } from './decode-cost.ts';
import { resilienceCosts } from './resilience-cost.ts';

const measurements: Readonly<Record<string, () => Promise<unknown>>> = {
  chain: () => chainCost(),
  decode: decodeCosts,
  resilience: () => resilienceCosts(),
};

const [name = ''] = process.argv.slice(2);
const figures = await measurements[name]?.();
if (process.send === undefined) console.log(JSON.stringify(figures, undefined, 2));
else process.send(figures ?? {});
