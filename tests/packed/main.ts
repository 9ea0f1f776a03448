// The packages as users get them: released from a clone to a registry on this machine, installed from there into empty folders.
// Prints a line a check. `--update` writes the sizes it measures.
import { join } from 'node:path';

import { bin, report, run } from '../../.ci/workspace.mjs';
import { check, counts, type Outcome } from './check.ts';
import { Clone } from './clone.ts';
import { Caches, Consumer, type Manager } from './consumer.ts';
import { checkEverything } from './everything.ts';
import { documentedInstall, Hosts } from './readme.ts';
import { Registry } from './registry.ts';
import { packRelease, type Published, publishRelease } from './release.ts';
import { compare, lastSizes, measure, type Size, table, writeSizes } from './sizes.ts';
import { checkTwoCopies } from './two-copies.ts';

await using registry = await Registry.start();
await using hosts = new Hosts();
using caches = new Caches();

/** Runs the code of a README that has been written into the folder, module by module. */
async function runCode(consumer: Consumer, document: string): Promise<Outcome> {
  const { run: files, all } = await hosts.write(consumer, document);
  for (const file of files) {
    const outcome = await consumer.node([file]);
    if (outcome.code !== 0) return { code: 1, output: `${file}:\n${outcome.output}` };
  }
  return { code: all.length === 0 ? 1 : 0, output: 'it has no code' };
}

/** Looks whether a package, installed as its README says, brings no sibling that the README does not name, its peer aside. */
function strangers(lockfile: string, wanted: readonly string[]): Outcome {
  const siblings = [...new Set(lockfile.match(/@x\/http-[a-z-]+/g))];
  const uncalled = siblings.filter((name) => name !== '@x/http-core' && !wanted.includes(name));
  return { code: uncalled.length, output: `nobody asked for ${uncalled.join(', ')}` };
}

async function checkInstall(published: Published, sizes: Map<string, Size>): Promise<void> {
  const document = `${published.folder}/README.md`;
  const documented = documentedInstall(document);
  const isDocumented = documented.includes(published.name);
  await check(`${document} says how to install it`, async () => ({
    code: isDocumented ? 0 : 1,
    output: `no line of it reads npm install ... ${published.name}`,
  }));
  // Who adds a package to a project has the core there already, which a README need not repeat.
  const wanted = [...new Set(['@x/http-core', ...(isDocumented ? documented : [published.name])])];
  using consumer = new Consumer(registry, caches);
  const isInstalled = await check(`pnpm add ${wanted.join(' ')}`, async () => {
    const output = await consumer.add('pnpm', wanted);
    if (/peer dependenc/i.test(output)) throw new Error(output);
    return strangers(consumer.lockfile(), wanted);
  });
  if (!isInstalled) return;
  await check(`${document} runs`, () => runCode(consumer, document));
  sizes.set(published.name, await measure(consumer, published.name));
}

async function checkManager(manager: Manager): Promise<void> {
  const document = 'packages/http-resilience/README.md';
  const wanted = documentedInstall(document);
  using consumer = new Consumer(registry, caches);
  await check(`${manager}: ${wanted.join(' ')}, and its README runs`, async () => {
    await consumer.add(manager, wanted);
    return runCode(consumer, document);
  });
}

async function checkTogether(packages: readonly Published[]): Promise<void> {
  using consumer = new Consumer(registry, caches);
  const documents = packages.map(({ folder }) => `${folder}/README.md`);
  const names = packages.map(({ name }) => name);
  const wanted = [...new Set([...names, ...documents.flatMap(documentedInstall), '@types/node@22'])];
  if (
    !(await check('npm install of everything together', async () => void (await consumer.add('npm', wanted))))
  ) {
    return;
  }
  const files = [];
  for (const document of ['README.md', ...documents]) {
    files.push(...(await hosts.write(consumer, document)).all);
  }
  await check('no peer is missing', () => run('npm', ['ls', '--all'], { cwd: consumer.folder }));
  await check('README.md runs', () => runCode(consumer, 'README.md'));
  await checkEverything(consumer, packages, files);
}

async function checkSizes(sizes: Map<string, Size>): Promise<void> {
  const now = Object.fromEntries(sizes);
  const last = lastSizes();
  console.log(`\n${table(now, last)}\n`);
  if (process.argv.includes('--update')) writeSizes(now);
  else await check('sizes and load times are what they were', async () => compare(now, last));
}

using clone = await Clone.create();
let packages: readonly Published[] = [];
await check('version, build and pack', async () => {
  packages = await packRelease(clone, registry);
  return undefined;
});
for (const { name, tarball } of packages) {
  await check(`publint ${name}`, () => run(join(bin, 'publint'), ['run', '--strict', tarball]));
  await check(`attw ${name}`, () => run(join(bin, 'attw'), [tarball, '--profile', 'esm-only', '--no-color']));
}
if (packages.length > 0 && (await check('publish', () => publishRelease(clone).then(() => undefined)))) {
  const sizes = new Map<string, Size>();
  for (const published of packages) await checkInstall(published, sizes);
  for (const manager of ['npm', 'yarn'] as const) await checkManager(manager);
  await checkTogether(packages);
  await check('two copies of core agree on instanceof', async () => {
    using consumer = new Consumer(registry, caches);
    return await checkTwoCopies(
      consumer,
      packages.find(({ name }) => name === '@x/http-core')?.version ?? '',
    );
  });
  await checkSizes(sizes);
}
report('packed.json', counts);
process.exitCode = counts.failed === 0 ? 0 : 1;
