import type { Spread } from '../measure/statistics.ts';

/** Where a run took place. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly system: string;
}

/** One client and how it was set up. */
export interface PeerResult {
  readonly name: string;
  readonly label: string;
  /** Packages whose versions count, as keys of `versions`. */
  readonly packages: readonly string[];
  readonly settings: string;
}

/** One client under one scenario; spreads are over the rounds. */
export interface Row {
  readonly peer: string;
  readonly rounds: number;
  readonly callsPerRound: number;
  /** Microseconds of user and system time per call. */
  readonly cpu: Spread;
  /** CPU over that of `undici.request` in the same round. */
  readonly ratio: Spread;
  readonly callsPerSecond: Spread;
  /** Milliseconds. */
  readonly p50: Spread;
  readonly p99: Spread;
  /** Most bytes the process had in memory. */
  readonly peakMemory: number;
  /** How busy the origin's process was, of one core. */
  readonly originBusy: Spread;
}

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
}

/** What a client costs before it does anything. */
export interface StartupResult {
  readonly peer: string;
  /** Milliseconds to import it. */
  readonly importTime: Spread;
  /** Milliseconds to import it, make a client and have the first answer. */
  readonly firstAnswer: Spread;
  /** Bytes on disk with its dependencies, and how many packages those are. */
  readonly installedSize: number;
  readonly installedPackages: number;
}

/** One line of the budgets: what was measured against what is allowed. */
export interface BudgetResult {
  readonly claim: string;
  readonly measured: number;
  /** Quartiles where several rounds were measured. */
  readonly spread?: Spread;
  readonly limit: number;
  /** Behind both figures. */
  readonly unit: string;
  /** Whether `limit` itself is still allowed. */
  readonly isInclusive: boolean;
  readonly holds: boolean;
}

/** Everything a run found out. This is the file the documents are made of. */
export interface Results {
  readonly schema: 1;
  /** Day of the run, in UTC. */
  readonly date: string;
  readonly mode: 'full' | 'quick' | 'check';
  /** Whether the packages ran as they are published or from source. */
  readonly code: 'built' | 'source';
  readonly machine: Machine;
  /** Node's and those of every package that was measured. */
  readonly versions: Readonly<Record<string, string>>;
  readonly peers: readonly PeerResult[];
  readonly scenarios: readonly ScenarioResult[];
  readonly startup: readonly StartupResult[];
  readonly budgets: readonly BudgetResult[];
  /** What could not be measured, and why. */
  readonly problems: readonly string[];
}
