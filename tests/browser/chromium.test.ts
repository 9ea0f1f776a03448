import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundle } from './bundle.ts';
import { type Chromium, findChromium, launchChromium } from './chromium.ts';
import { closed, describeScenarios } from './expectations.ts';
import { Origin } from './origin.ts';

const executable = findChromium();

it.runIf(process.env['REQUIRE_CHROMIUM'] === '1')('Chromium is installed where it is required', () => {
  expect(executable).toBeDefined();
});

describe.skipIf(executable === undefined)('in Chromium', () => {
  let origin: Origin;
  let browser: Chromium;
  let page: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    const { code } = await bundle(`export * from './scenarios.ts'`, 'globalThis.scenarios');
    origin = await Origin.start(code);
    browser = await launchChromium(executable as string);
    page = await browser.context.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(origin.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await origin?.[Symbol.asyncDispose]();
  });

  describeScenarios((name) =>
    // As text, because what compiles this file may add names that the page does not have.
    page.evaluate(`scenarios[${JSON.stringify(name)}](${JSON.stringify(origin.url)}, '${closed}')`),
  );

  it('leaves no error unheard', () => {
    expect(errors).toEqual([]);
  });
});
