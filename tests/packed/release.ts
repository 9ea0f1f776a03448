import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expectSuccess } from './check.ts';
import type { Clone } from './clone.ts';
import type { Registry } from './registry.ts';

/** One published package. */
export interface Published {
  readonly name: string;
  readonly version: string;
  /** Its folder in the clone and in the workspace, such as `packages/http-core`. */
  readonly folder: string;
  readonly tarball: string;
  /** What can be imported, such as `@x/http-core/got`. */
  readonly entries: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly publishConfig: { readonly exports: object; provenance?: boolean; registry?: string };
}

/** Takes the clone through a release: versions, build, tarballs. */
export async function packRelease(clone: Clone, registry: Registry): Promise<readonly Published[]> {
  clone.use(registry);
  const pending = readdirSync(join(clone.folder, '.changeset')).filter((name) => name.endsWith('.md'));
  if (pending.some((name) => name !== 'README.md')) {
    expectSuccess(await clone.run('npm', ['run', 'changeset', '--', 'version']), 'changeset version');
  }
  const manifests = packageManifests(clone);
  for (const { path, manifest } of manifests) {
    // Provenance is signed by a build server, and this is none.
    Object.assign(manifest.publishConfig, { provenance: false, registry: registry.url });
    writeFileSync(path, JSON.stringify(manifest, undefined, 2));
  }
  clone.commit('Release');
  expectSuccess(await clone.run('npm', ['run', 'build', '--', '--output-logs=errors-only']), 'build');
  const packed = ['run', 'changeset', '--', 'pack', '--out-dir', 'node_modules/.packed'];
  expectSuccess(await clone.run('npm', packed), 'changeset pack');
  return manifests.map(({ folder, manifest }) => toPublished(clone, folder, manifest));
}

/** Publishes what `packRelease` has packed. */
export async function publishRelease(clone: Clone): Promise<void> {
  const parameters = ['run', 'changeset', '--', 'publish', '--from-pack-dir', 'node_modules/.packed'];
  expectSuccess(await clone.run('npm', parameters), 'changeset publish');
}

function packageManifests(clone: Clone): { folder: string; path: string; manifest: Manifest }[] {
  return readdirSync(join(clone.folder, 'packages')).flatMap((name) => {
    const folder = `packages/${name}`;
    const path = join(clone.folder, folder, 'package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    return manifest.private === true ? [] : [{ folder, path, manifest }];
  });
}

function toPublished(clone: Clone, folder: string, { name, version, publishConfig }: Manifest): Published {
  const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
  const paths = Object.keys(publishConfig.exports).filter((path) => path !== './package.json');
  return {
    name,
    version,
    folder,
    tarball: join(clone.folder, 'node_modules', '.packed', 'packages', file),
    entries: paths.map((path) => `${name}${path.slice(1)}`),
  };
}
