import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../.ci/workspace.mjs';
import { expectSuccess, type Outcome } from './check.ts';
import type { Consumer } from './consumer.ts';

/** What installing one package costs. Sizes in bytes of files. */
export interface Size {
  /** Of the package alone. */
  readonly own: number;
  /** With everything that is installed for it, peers and the core included. */
  readonly installed: number;
  /** How many packages that is. */
  readonly packages: number;
  /** CPU time of its import, as a share of what an empty Node process takes to start. */
  readonly load: number;
}

export type Sizes = Readonly<Record<string, Size>>;

/** By how much a size may grow before somebody has to look at it, and the noisy load time. */
const tolerance = { bytes: 0.1, load: 1 };
/** Below that the load is noise. */
const smallLoad = 0.3;
const runs = 9;
const file = join(root, 'tests', 'packed', 'sizes.json');

/** Measures a package that pnpm has installed in an empty folder by the line in its README. */
export async function measure(consumer: Consumer, name: string): Promise<Size> {
  const store = join(consumer.folder, 'node_modules', '.pnpm');
  const folders = readdirSync(store).filter((entry) => existsSync(join(store, entry, 'node_modules')));
  const installed = folders.filter((entry) => entry !== 'node_modules');
  const prefix = `${name.replace('/', '+')}@`;
  const own = installed.find((entry) => entry.startsWith(prefix));
  if (own === undefined) throw new Error(`${name} is not installed`);
  return {
    own: bytesOf(join(store, own, 'node_modules', name)),
    installed: installed.reduce((sum, entry) => sum + bytesOf(join(store, entry)), 0),
    packages: installed.length,
    load: await loadOf(consumer, name),
  };
}

/** Bytes of all files below a folder; what is linked there is counted where it is. */
function bytesOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

async function loadOf(consumer: Consumer, name: string): Promise<number> {
  consumer.write(
    'load.mjs',
    [
      'const started = process.cpuUsage();',
      `await import('${name}');`,
      'const took = process.cpuUsage(started);',
      'console.log((took.user + took.system) / (started.user + started.system));',
    ].join('\n'),
  );
  const ratios = [];
  for (let index = 0; index < runs; index++) {
    ratios.push(Number(expectSuccess(await consumer.node(['load.mjs']), `import('${name}')`)));
  }
  return Number(ratios.toSorted((one, other) => one - other)[Math.floor(runs / 2)]?.toFixed(2));
}

/** The sizes that were committed last. */
export function lastSizes(): Sizes {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Sizes) : {};
}

export function writeSizes(sizes: Sizes): void {
  writeFileSync(file, `${JSON.stringify(sizes, undefined, 2)}\n`);
}

/** What has grown beyond tolerance. */
export function compare(sizes: Sizes, last: Sizes): Outcome {
  const complaints = Object.entries(sizes).flatMap(([name, size]) => {
    const before = last[name];
    if (before === undefined) return [`${name} has no size yet`];
    const grown = (what: 'own' | 'installed'): boolean => size[what] > before[what] * (1 + tolerance.bytes);
    return [
      ...(grown('own') ? [`${name} itself has grown by more than a tenth`] : []),
      ...(grown('installed') ? [`${name} installs a tenth more bytes than before`] : []),
      ...(size.packages > before.packages ? [`${name} installs more packages than before`] : []),
      ...(size.load > Math.max(before.load, smallLoad) * (1 + tolerance.load)
        ? [`${name} takes more than twice as long to load`]
        : []),
    ];
  });
  const cure = 'If that is worth it: node tests/packed/main.ts --update, and commit tests/packed/sizes.json.';
  return { code: complaints.length === 0 ? 0 : 1, output: [...complaints, cure].join('\n') };
}

/** One line a package: what it is now and, where that differs, what it was. */
export function table(sizes: Sizes, last: Sizes): string {
  const rows = Object.entries(sizes).map(([name, size]) => {
    const before = last[name];
    const cell = (what: keyof Size, show: (value: number) => string): string => {
      const now = show(size[what]);
      const then = before === undefined ? now : show(before[what]);
      return now === then ? now : `${now} (was ${then})`;
    };
    const kilobytes = (value: number): string => `${Math.round(value / 1000)} kB`;
    const factor = (value: number): string => `${value.toFixed(2)} x`;
    return [
      name,
      cell('own', kilobytes),
      cell('installed', kilobytes),
      cell('packages', String),
      cell('load', factor),
    ];
  });
  const head = ['package', 'own', 'installed', 'packages', 'CPU of import : of an empty Node'];
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? title.length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
