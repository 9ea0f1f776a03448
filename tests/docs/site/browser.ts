import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package puts it; no download of a browser is made. */
export const executable: string | undefined = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => existsSync(path),
);

/** Chromium without a window, with a profile of its own that is gone afterwards. */
export function launch(): Promise<Browser> {
  if (executable === undefined) throw new Error('there is no chromium');
  return chromium.launch({
    executablePath: executable,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
