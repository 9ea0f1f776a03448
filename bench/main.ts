// `npm run bench [-- --quick | --check | --report]`; .ci/bench.mjs adds `--built` when it has built the packages.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { explain } from './budgets/budget.ts';
import { runBudgets } from './budgets/budgets.ts';
import { race, type RaceOptions } from './measure/race.ts';
import { Origin } from './origin/origin.ts';
import { peers } from './peers/peers.ts';
import { resultsFile, writeDocuments } from './report/documents.ts';
import type { Results, ScenarioResult, StartupResult } from './report/results.ts';
import { summarize } from './report/summarize.ts';
import { describePeers, thisMachine, versionsOf } from './report/surroundings.ts';
import { plainTable } from './report/table.ts';
import { budgetTable, scenarioTable, startupTable } from './report/tables.ts';
import { scenarios } from './scenarios/scenario.ts';
import { startup } from './startup/startup.ts';

const flags = new Set(process.argv.slice(2));
const mode = flags.has('--check') ? 'check' : flags.has('--quick') ? 'quick' : 'full';
const code = flags.has('--built') ? 'built' : 'source';
const conditions = code === 'built' ? [] : ['@x/source'];
const described = { peers: describePeers(peers) };
const problems = new Set<string>();

/** Milliseconds of CPU: what a round takes about, and the calls before the first. */
const pace =
  mode === 'quick' ? { rounds: 3, round: 250, warmUp: 700 } : { rounds: 9, round: 300, warmUp: 1_500 };

function options(origin: Origin): RaceOptions {
  return {
    origin,
    conditions,
    rounds: pace.rounds,
    warmUp: pace.warmUp,
    calls: (_, callsPerSecond) => (callsPerSecond * pace.round) / 1_000,
    onProblem(peer, problem) {
      problems.add(`${peer.label}: ${problem}`);
      console.error(`${peer.label} cannot be measured: ${problem}`);
    },
  };
}

async function runScenarios(origin: Origin): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const scenario of mode === 'quick' ? scenarios.slice(0, 1) : scenarios) {
    const result = summarize(scenario, await race(scenario, peers, options(origin)));
    results.push(result);
    console.log(`\n${scenario.title}. ${scenario.description}\n`);
    console.log(plainTable(scenarioTable(described, result)));
  }
  return results;
}

async function runStartup(origin: Origin): Promise<readonly StartupResult[]> {
  if (code === 'source') {
    problems.add(
      'Start and size: the packages are not built, and from source both would be of something else',
    );
    return [];
  }
  const results = await startup(origin, peers, mode === 'check' ? 3 : 9);
  console.log('\nStart and size\n');
  console.log(plainTable(startupTable({ ...described, startup: results })));
  return results;
}

async function measure(): Promise<Results> {
  const origin = await Origin.start();
  try {
    const measured = mode === 'check' ? [] : await runScenarios(origin);
    const started = mode === 'quick' ? [] : await runStartup(origin);
    const budgets = mode === 'quick' ? [] : await runBudgets(options(origin));
    return {
      schema: 1,
      date: new Date().toISOString().slice(0, 10),
      mode,
      code,
      machine: thisMachine(),
      versions: versionsOf(peers),
      ...described,
      scenarios: measured,
      startup: started,
      budgets,
      problems: [...problems],
    };
  } finally {
    await origin.stop();
  }
}

function write(results: Results): void {
  mkdirSync(dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  writeDocuments();
}

if (flags.has('--report')) writeDocuments();
else {
  const results = await measure();
  if (results.budgets.length > 0) {
    console.log('\nBudgets\n');
    console.log(plainTable(budgetTable(results.budgets)));
  }
  if (mode === 'full') write(results);
  const failed = results.budgets.filter(({ holds }) => !holds);
  if (failed.length > 0) console.error(`\n${failed.map(explain).join('\n')}`);
  if (mode === 'check') process.exitCode = failed.length === 0 && problems.size === 0 ? 0 : 1;
}
