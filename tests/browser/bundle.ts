import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/** Code for a browser and where it came from. */
export interface Bundle {
  readonly code: string;
  /** Files that went in, by their path from the root. */
  readonly inputs: readonly string[];
  /** What the code would still import when it runs. */
  readonly imports: readonly string[];
}

/** Where the packages come from: a folder, and the conditions that their `exports` are read with. */
export interface BundleSource {
  readonly folder: string;
  readonly conditions: readonly string[];
}

const workspace: BundleSource = { folder: here, conditions: ['@x/source'] };

/** Bundles a module as esbuild does for browsers, from the packages' sources; rejects for what does not resolve there. */
export async function bundle(
  contents: string,
  globalName?: string,
  { folder, conditions }: BundleSource = workspace,
): Promise<Bundle> {
  const root = dirname(dirname(here));
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: globalName === undefined ? 'esm' : 'iife',
    ...(globalName === undefined ? {} : { globalName }),
    conditions: [...conditions],
    absWorkingDir: root,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const outputs = Object.values(metafile.outputs);
  return {
    code: outputFiles.map(({ text }) => text).join('\n'),
    inputs: Object.keys(metafile.inputs).map((input) => relative(root, input)),
    imports: outputs.flatMap((output) => output.imports.map(({ path }) => path)),
  };
}
