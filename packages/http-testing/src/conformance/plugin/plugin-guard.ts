import type { PluginBench } from './plugin-bench.ts';

/** One claim about every plugin, and how it is tried. */
export interface PluginGuard {
  readonly claim: string;
  /** Why it cannot be tried with this plugin, where that is so. */
  readonly skipped?: ((bench: PluginBench) => string | undefined) | undefined;
  run(bench: PluginBench): Promise<void>;
}

/** Puts a guard together. */
export function pluginGuard(
  claim: string,
  run: (bench: PluginBench) => Promise<void>,
  skipped?: PluginGuard['skipped'],
): PluginGuard {
  return { claim, run, skipped };
}
