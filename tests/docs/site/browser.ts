import { type Browser, chromium } from 'playwright-core';

import { chromiumArguments, findChromium } from '../../browser/chromium.ts';

export const executable: string | undefined = findChromium();

/** Chromium without a window, with a profile of its own that is gone afterwards. */
export function launch(): Promise<Browser> {
  if (executable === undefined) throw new Error('there is no chromium');
  return chromium.launch({ executablePath: executable, headless: true, args: [...chromiumArguments] });
}
