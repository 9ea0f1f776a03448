import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One package that an install brings along. */
export interface InstalledPackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The folder that an import of the package from `folder` comes from. */
function resolve(name: string, folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (dirname(at) === at) throw new Error(`${name} is not installed for ${folder}`);
  }
}

function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Only what is published of a package of this workspace; everything of one that came from a registry. */
function publishedSize(folder: string, { name, files }: Manifest): number {
  if (!name.startsWith('@x/')) return sizeOf(folder);
  const always = ['package.json', 'README.md', 'LICENSE'].filter((file) => existsSync(join(folder, file)));
  return [...(files ?? []), ...always].reduce((sum, file) => sum + sizeOf(join(folder, file)), 0);
}

const bench = dirname(dirname(fileURLToPath(import.meta.url)));

/** The package that a specifier is of; `undefined` for what Node brings. */
function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** What the imports need, dependencies included, each package once. */
export function installed(imports: readonly string[]): readonly InstalledPackage[] {
  const packages = new Map<string, InstalledPackage>();
  const visit = (name: string, from: string): void => {
    const folder = resolve(name, from);
    if (packages.has(folder)) return;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    packages.set(folder, { folder, manifest });
    for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(dependency, folder);
  };
  for (const name of imports.map(packageOf)) if (name !== undefined) visit(name, bench);
  return [...packages.values()];
}

/** Bytes of all files of the packages as published. Throws for a package of ours that is not built. */
export function installedSize(packages: readonly InstalledPackage[]): number {
  return packages.reduce((sum, { folder, manifest }) => sum + publishedSize(folder, manifest), 0);
}
