import { chainCost } from './chain-cost.ts';
import { Child } from './child.ts';
import type { Figures, Round } from './contender-process.ts';
import { contenders } from './contenders.ts';
import { median, spread } from './statistics.ts';

const isQuick = process.argv.includes('--quick');
const isCheck = process.argv.includes('--check');
const rounds = isQuick ? 5 : 9;
const round: Round = { calls: isQuick ? 4_000 : 20_000, concurrency: 50 };

/** Every contender in a process of its own, in turn, so that the machine's drift meets all of them alike. */
async function race(url: string): Promise<Map<string, Figures[]>> {
  const figures = new Map<string, Figures[]>();
  const children = new Map<string, Child>();
  for (const name of Object.keys(contenders)) {
    const child = new Child('contender-process.ts', [name, url]);
    children.set(name, child);
    figures.set(name, []);
    await child.answer();
  }
  for (let index = -1; index < rounds; index++) {
    for (const [name, child] of children) {
      const one = await child.ask<Figures>(round);
      if (index >= 0) figures.get(name)?.push(one);
    }
  }
  for (const child of children.values()) child.end();
  return figures;
}

const origin = new Child('origin.ts');
const port = await origin.answer<number>();
const figures = await race(`http://127.0.0.1:${port}`);
origin.end();

console.log(
  `GET of a small JSON document, ${round.concurrency} in flight, ${rounds} rounds of ${round.calls} calls`,
);
console.log(
  'client'.padEnd(14),
  'CPU µs/call'.padStart(12),
  'middle half'.padStart(16),
  'calls/s'.padStart(10),
);
for (const [name, own] of figures) {
  const cpu = own.map((one) => one.cpu);
  const [low, high] = spread(cpu);
  const half = `${low.toFixed(1)}-${high.toFixed(1)}`;
  const speed = median(own.map((one) => one.callsPerSecond));
  console.log(
    name.padEnd(14),
    median(cpu).toFixed(1).padStart(12),
    half.padStart(16),
    speed.toFixed(0).padStart(10),
  );
}

const ours = figures.get('http-core') ?? [];
const theirs = figures.get('got') ?? [];
const ratio = median(ours.map((one, index) => one.cpu / (theirs[index]?.cpu ?? Number.NaN)));
const chain = await chainCost();
console.log(
  `\nhttp-core on got against got(url).json(), median of the paired ratios: ${ratio.toFixed(3)} (limit 1.0)`,
);
console.log(`the chain's own cost, everything but the wire: ${chain.toFixed(2)} µs/call`);
if (isCheck && !(ratio <= 1)) {
  console.error('The ratio is over its limit.');
  process.exitCode = 1;
}
