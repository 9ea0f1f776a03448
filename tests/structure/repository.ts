import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Conditions = Readonly<Record<string, string>>;

/** The manifest fields the checks look at; any other key is a plain value. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string | Conditions>>;
  /** Names of files that depend on the platform: per name the source's conditions, then the code's. */
  readonly imports?: Readonly<
    Record<string, { readonly '@x/source': Conditions } & Readonly<Record<string, string>>>
  >;
  readonly publishConfig: {
    readonly imports?: object;
    readonly exports: object;
    readonly access: string;
    readonly provenance: boolean;
  };
  readonly repository: { readonly type: string; readonly url: string; readonly directory: string };
  readonly [key: string]: unknown;
}

/** One folder under `packages`. */
export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The text of a file, by its path from the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function has(path: string): boolean {
  return existsSync(join(root, path));
}

/** Every file git tracks or would track, by its path from the root. */
export function files(): readonly string[] {
  const listing = execFileSync(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return listing.split('\0').filter((path) => path !== '' && has(path));
}

/** Every package, the template (`http-hello`) included. */
export function packages(): readonly Package[] {
  return readdirSync(join(root, 'packages')).map((name) => {
    const folder = `packages/${name}`;
    return { folder, manifest: JSON.parse(read(`${folder}/package.json`)) as Manifest };
  });
}
