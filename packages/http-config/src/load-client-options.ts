import { coreVerdict } from './core-verdict.ts';
import type { Entry, Written } from './entry.ts';
import {
  type LoadedClientOptions,
  type LoadOptions,
  type ReadLoadOptions,
  readLoadOptions,
} from './load-options.ts';
import { contradictions, overlay, toTree } from './options-tree.ts';
import { makePlugins } from './plugin-factories.ts';
import { type Problem, toError } from './problem.ts';
import { readEnvironment, variableName } from './read-environment.ts';
import { type FileContent, hasLines, readFile } from './read-file.ts';
import { checkEntry } from './read-value.ts';
import { resolveEntry } from './resolve-entry.ts';

/**
 * The options of `createClient` from a file and, over it, the environment; the file is read at once. Durations are
 * milliseconds. Throws one `ConfigurationError` that tells of everything that is wrong, each with its line or variable.
 */
export function loadClientOptions(options: LoadOptions = {}): LoadedClientOptions {
  const read = readLoadOptions(options);
  const first = load(read, false);
  if (first.problems.length === 0) return first.loaded;
  const { file, section } = read;
  const isLocated = file === undefined || hasLines({ file, section });
  throw toError(isLocated ? first.problems : load(read, true).problems);
}

interface Outcome {
  readonly loaded: LoadedClientOptions;
  readonly problems: readonly Problem[];
}

function load({ env, prefix, file, section, plugins }: ReadLoadOptions, isLocated: boolean): Outcome {
  const nothing: FileContent = { written: [], problems: [] };
  const content = file === undefined ? nothing : readFile({ file, section }, isLocated);
  const lower = take(content.written, (path) => path);
  const upper = take(readEnvironment(env, prefix), (path) => variableName(path, prefix));
  const entries = overlay(lower.entries, upper.entries);
  const tree = toTree(entries);
  const made = makePlugins(tree, entries, plugins);
  const { proxy: _proxy, cookies: _cookies, ...core } = tree;
  return {
    loaded: { ...core, plugins: made.plugins },
    problems: [
      ...content.problems,
      ...lower.problems,
      ...upper.problems,
      ...coreVerdict(core, entries),
      ...made.problems,
    ],
  };
}

/** What one source says that can be used, and what is wrong with the rest. */
function take(
  written: readonly Written[],
  spell: (path: string) => string,
): { readonly entries: readonly Entry[]; readonly problems: readonly Problem[] } {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const found: Entry[] = [];
  for (const one of written) {
    const resolved = resolveEntry(one, spell);
    if (!Array.isArray(resolved)) {
      problems.push(resolved);
      continue;
    }
    found.push(...resolved);
    for (const entry of resolved) {
      const checked = checkEntry(entry, one.isVariable);
      if ('message' in checked) problems.push(checked);
      else entries.push(checked);
    }
  }
  return { entries, problems: [...problems, ...contradictions(found)] };
}
