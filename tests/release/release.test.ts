import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Clone } from '../packed/clone.ts';
import { Registry } from '../packed/registry.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig: { readonly access: string; readonly provenance: boolean };
  readonly repository: { readonly url: string; readonly directory: string };
}

let clone: Clone;
const changeset = (...parameters: readonly string[]) =>
  clone.run('npm', ['run', 'changeset', '--', ...parameters]);

function read(path: string): string {
  return readFileSync(join(clone.folder, path), 'utf8');
}

function manifests(): readonly Manifest[] {
  return readdirSync(join(clone.folder, 'packages')).map(
    (name) => JSON.parse(read(`packages/${name}/package.json`)) as Manifest,
  );
}

function versions(): Readonly<Record<string, string>> {
  return Object.fromEntries(manifests().map(({ name, version }) => [name, version]));
}

function describeChange(release: string, text: string): void {
  const [name, kind] = release.split(' ');
  writeFileSync(join(clone.folder, '.changeset', 'a-change.md'), `---\n'${name}': ${kind}\n---\n\n${text}\n`);
}

/** A change that users of the package get. */
function change(folder: string): void {
  appendFileSync(join(clone.folder, folder, 'src', 'index.ts'), '\n// Changed.\n');
}

beforeAll(async () => {
  clone = await Clone.create();
  const pending = readdirSync(join(clone.folder, '.changeset')).filter((name) =>
    /^(?!README).*\.md$/.test(name),
  );
  if (pending.length > 0) await changeset('version');
  clone.commit('Released');
}, 120_000);
afterAll(() => clone?.[Symbol.dispose]());

beforeEach(() => {
  clone.git('checkout', '--quiet', '--force', '-B', 'change', 'main');
  clone.git('clean', '--quiet', '--force', '-d');
});

describe('a branch', () => {
  const status = () => changeset('status', '--since=main');

  it('that changes a package passes with a changeset and not without', async () => {
    change('packages/http-resilience');
    clone.commit('A change');
    const { code, output } = await status();
    expect(code, output).toBe(1);
    expect(output).toContain('changed but no changesets were found');

    describeChange('@x/http-resilience patch', 'Waits no longer.');
    clone.commit('Described');
    expect(await status()).toMatchObject({ code: 0 });
  }, 60_000);

  it('passes with an empty changeset when no user will notice', async () => {
    change('packages/http-core');
    expect(await changeset('--empty')).toMatchObject({ code: 0 });
    clone.commit('A change that nobody notices');
    const { code, output } = await status();
    expect(code, output).toBe(0);
  }, 60_000);

  it('that changes tests and documents needs none', async () => {
    appendFileSync(join(clone.folder, 'README.md'), '\nMore.\n');
    appendFileSync(join(clone.folder, 'packages/http-core/README.md'), '\nMore.\n');
    writeFileSync(join(clone.folder, 'packages/http-core/test/more.test.ts'), '');
    clone.commit('Tests and documents');
    const { code, output } = await status();
    expect(code, output).toBe(0);
  }, 60_000);
});

describe('versions and changelogs', () => {
  const next = (version: string, part: 0 | 1 | 2): string =>
    version
      .split('.')
      .map((number, index) => (index < part ? number : index === part ? Number(number) + 1 : 0))
      .join('.');

  it('of a patch of core: its own, and nobody else’s, because their range takes it', async () => {
    const before = versions();
    describeChange('@x/http-core patch', 'Counts redirects right.');
    const { code, output } = await changeset('version');
    expect(code, output).toBe(0);
    const expected = next(before['@x/http-core'] ?? '', 2);
    expect(versions()).toEqual({ ...before, '@x/http-core': expected });
    const changelog = read('packages/http-core/CHANGELOG.md');
    expect(changelog).toMatch(new RegExp(`^# @x/http-core\\n\\n## ${expected}\\n\\n### Patch Changes\\n`));
    expect(changelog.slice(0, 200)).toContain('Counts redirects right.');
    expect(existsSync(join(clone.folder, '.changeset', 'a-change.md'))).toBe(false);
  }, 60_000);

  it('of what leaves the range of the others: a patch of each, that says of what', async () => {
    const before = versions();
    const isZero = before['@x/http-core']?.startsWith('0.') === true;
    describeChange(`@x/http-core ${isZero ? 'minor' : 'major'}`, 'Has a new contract.');
    expect(await changeset('version')).toMatchObject({ code: 0 });
    const after = versions();
    const core = next(before['@x/http-core'] ?? '', isZero ? 1 : 0);
    expect(after['@x/http-core']).toBe(core);
    const dependants = manifests().filter(
      (manifest) => manifest.private !== true && manifest.peerDependencies?.['@x/http-core'] !== undefined,
    );
    expect(dependants.length).toBeGreaterThan(5);
    for (const { name } of dependants) {
      expect([name, after[name]]).toEqual([name, next(before[name] ?? '', 2)]);
      const changelog = read(`${name.replace('@x/', 'packages/')}/CHANGELOG.md`);
      expect(changelog).toMatch(
        new RegExp(`## ${after[name]}\\n\\n### Patch Changes\\n[^#]*@x/http-core@${core}`),
      );
    }
  }, 60_000);
});

describe('a rehearsal', () => {
  it('plans every package and packs it as it would be published, with provenance', async () => {
    await using registry = await Registry.start();
    // Nobody else's registry may be asked for our names.
    clone.use(registry);
    const published = manifests().filter((manifest) => manifest.private !== true);
    const plan = await changeset('publish-plan');
    expect(plan.code, plan.output).toBe(0);
    for (const { name, version } of published) expect(plan.output).toContain(`${name}@${version}`);
    expect(plan.output).not.toContain('@x/http-hello');

    const packed = await changeset('pack', '--out-dir', 'node_modules/.packed');
    expect(packed.code, packed.output).toBe(0);
    const folder = join(clone.folder, 'node_modules', '.packed', 'packages');
    const tarballs = readdirSync(folder);
    expect(tarballs.length).toBe(published.length);
    for (const tarball of tarballs) {
      const inside = (...parameters: readonly string[]): string =>
        execFileSync('tar', [...parameters, join(folder, tarball)].flat(), { encoding: 'utf8', cwd: folder });
      const manifest = JSON.parse(
        execFileSync('tar', ['-xzOf', join(folder, tarball), 'package/package.json'], { encoding: 'utf8' }),
      ) as Manifest & { readonly exports: object };
      expect(manifest.publishConfig).toMatchObject({ access: 'public', provenance: true });
      expect(manifest.repository.url).toMatch(/^git\+https:.*\.git$/);
      expect(`@x/${manifest.repository.directory.replace('packages/', '')}`).toBe(manifest.name);
      expect(JSON.stringify(manifest)).not.toMatch(/@x\/source|workspace:|catalog:/);
      const files = inside('-tzf').split('\n');
      for (const file of ['LICENSE', 'README.md', 'package.json']) expect(files).toContain(`package/${file}`);
      expect(files.filter((file) => /\/test\/|\.test\.|tsconfig/.test(file))).toEqual([]);
    }
  }, 60_000);
});
