// Packs every package as it would be published and lays the results out in an empty folder, the way npm would install them there.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { packageFolders } from '../../.ci/build.mjs';
import { pnpm, root, run } from '../../.ci/workspace.mjs';

/** One packed package. @typedef {{ name: string, folder: string, tarball: string, entries: string[] }} Packed */

/**
 * Packs one package. Resolves to its tarball and its entries; rejects with what pnpm said.
 * @param {string} folder
 * @param {string} destination
 * @returns {Promise<Packed>}
 */
async function pack(folder, destination) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const before = new Set(readdirSync(destination));
  const { output } = await pnpm(['pack', '--pack-destination', destination], { cwd: join(root, folder) });
  const tarball = readdirSync(destination).find((name) => !before.has(name));
  if (tarball === undefined) throw new Error(`${folder} cannot be packed:\n${output}`);
  const paths = Object.keys(manifest.exports).filter((path) => path !== './package.json');
  const entries = paths.map((path) => `${manifest.name}${path.slice(1)}`);
  return { name: manifest.name, folder, tarball: join(destination, tarball), entries };
}

/** Links what a package depends on beside it, from where the workspace has it. Siblings come packed. */
function linkDependencies(/** @type {string} */ folder, /** @type {string} */ modules) {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  );
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const target = join(modules, name);
    if (name.startsWith('@x/') || existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(realpathSync(join(root, folder, 'node_modules', name)), target, 'junction');
  }
}

/**
 * A folder with every package installed from its tarball. Each must be built.
 * @returns {Promise<{ folder: string, packages: Packed[] }>}
 */
export async function installPacked() {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  const modules = join(folder, 'node_modules');
  const tarballs = join(folder, 'tarballs');
  for (const path of [tarballs, join(modules, '@types')]) mkdirSync(path, { recursive: true });
  const packages = [];
  for (const source of packageFolders()) {
    const packed = await pack(source, tarballs);
    packages.push(packed);
    const target = join(modules, packed.name);
    mkdirSync(target, { recursive: true });
    const { code, output } = await run('tar', ['-xzf', packed.tarball, '-C', target, '--strip-components=1']);
    if (code !== 0) throw new Error(output);
    linkDependencies(source, modules);
  }
  symlinkSync(
    realpathSync(join(root, 'node_modules', '@types', 'node')),
    join(modules, '@types', 'node'),
    'junction',
  );
  return { folder, packages };
}
