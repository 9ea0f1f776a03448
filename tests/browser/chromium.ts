import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { chromium, type BrowserContext } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where this machine has Chromium: what `CHROMIUM` says, or the first of its names on the path. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env['CHROMIUM'] ?? '', ...candidates].find((path) => path !== '' && existsSync(path));
}

/** A browser under way, which ends with its profile. */
export interface Chromium extends AsyncDisposable {
  readonly context: BrowserContext;
}

/** No sandbox, for a build server that is root; no traffic but that of pages. */
export const chromiumArguments: readonly string[] = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** A headless Chromium with a profile of its own, which goes with it, and no traffic but that of its pages. */
export async function launchChromium(executablePath: string): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...chromiumArguments],
  });
  return {
    context,
    async [Symbol.asyncDispose]() {
      await context.close();
      // Its helpers may still write for a moment.
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}
