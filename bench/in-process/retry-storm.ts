import { defaultStorm, formatStorm, stormTable } from '../../packages/http-resilience/test/support/storm.ts';

const { clients, rate, calm, outage, recovery } = defaultStorm;
console.log(
  `${clients} clients, ${rate} calls a second each: ${calm / 1000} s of calm, ${outage / 1000} s of outage, ${recovery / 1000} s of recovery\n`,
);
console.log(formatStorm(await stormTable()));
