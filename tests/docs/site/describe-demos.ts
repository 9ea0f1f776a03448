import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { type ScenarioName, scenarios } from '../../../docs/.vitepress/theme/demos/scenarios.ts';

/** A page that is open, and everything that goes wrong on it. */
interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: readonly string[];
}

const pages: Readonly<Record<ScenarioName, string>> = {
  bulkhead: 'bulkhead',
  circuitBreaker: 'circuit-breaker',
  deadline: 'deadline',
  fullStack: 'full-stack',
  retryBudget: 'retry-budget',
};

/** Seconds of virtual time that a demo has come to; an expression in the page. */
const shownTime = "Number(document.querySelector('.demo')?.dataset.time)";

/** Waits until the demo has come to so many seconds of virtual time. */
async function until(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction(`${shownTime} >= ${seconds}`, undefined, { timeout: 60_000 });
}

/** The number that a chart shows of both clients now: the plain one's first. */
async function latest(page: Page, chart: string): Promise<readonly number[]> {
  const texts = await page.locator(`figure[aria-label="${chart}"] .latest b`).allTextContents();
  return texts.map((text) => Number(text.replaceAll(',', '')));
}

/** The demos in a browser: the packages at work in the page, moved by its controls. */
export function describeDemos(open: () => Promise<OpenPage>, url: () => string): void {
  describe('its demos', () => {
    it.each(Object.entries(pages))(
      '%s: charts move, controls work, nothing goes wrong',
      async (name, file) => {
        const { page, context, faults } = await open();
        await page.goto(`${url()}/demos/${file}.html`);
        await page.getByLabel('Speed').fill('10');
        await until(page, 4);
        const line = page.locator('path.line.ours').first();
        const before = await line.getAttribute('d');
        await until(page, 7);
        expect(await line.getAttribute('d')).not.toBe(before);
        const summary = page.locator('.lane.ours dd').first();
        expect(Number((await summary.textContent())?.replaceAll(',', ''))).toBeGreaterThan(0);

        // The demo's own outage leaves its mark in the log, and ends with the service healed.
        const scenario = scenarios[name as ScenarioName];
        await page.locator(`input[name=health][value=${scenario.outage}]`).check();
        await page.locator('.lane.plain .log time').first().waitFor();
        await page.locator('input[name=health][value=healthy]').check();

        await page.getByRole('button', { name: 'Pause' }).click();
        await page.locator('.demo[aria-busy=false]').waitFor();
        const paused = await page.locator('.demo').getAttribute('data-time');
        const frames =
          'new Promise((done) => { let left = 10; (function next() { left-- ? requestAnimationFrame(next) : done(); })(); })';
        await page.evaluate(frames);
        expect(await page.locator('.demo').getAttribute('data-time')).toBe(paused);
        await page.getByRole('button', { name: 'Go on' }).click();
        await until(page, Number(paused) + 1);

        await page.getByRole('button', { name: 'Start again' }).click();
        await page.waitForFunction(`${shownTime} < ${Number(paused)}`);
        await context.close();
        expect(faults).toEqual([]);
      },
      90_000,
    );

    it('shows a circuit that opens and keeps callers from waiting', async () => {
      const { page, context, faults } = await open();
      await page.goto(`${url()}/demos/circuit-breaker.html`);
      await page.getByLabel('Speed').fill('10');
      await until(page, 3);
      await page.locator('input[name=health][value=slow]').check();
      await page.locator('.circuit[data-state=open]').waitFor({ timeout: 60_000 });
      const opened = Number(await page.locator('.demo').getAttribute('data-time'));
      await until(page, opened + 4);
      const [plain = 0, ours = 0] = await latest(page, 'Requests that reach the service');
      expect(ours).toBeLessThan(plain / 4);
      await page.locator('input[name=health][value=healthy]').check();
      await page.locator('.circuit[data-state=closed]').waitFor({ timeout: 60_000 });
      await context.close();
      expect(faults).toEqual([]);
    }, 120_000);

    it('takes the load that is asked for', async () => {
      const { page, context, faults } = await open();
      await page.goto(`${url()}/demos/bulkhead.html`);
      await page.getByLabel('Load').fill('200');
      await page.getByLabel('Speed').fill('10');
      await until(page, 12);
      const [plain = 0] = await latest(page, 'Calls that succeed');
      expect(plain).toBeGreaterThan(120);
      await context.close();
      expect(faults).toEqual([]);
    }, 90_000);
  });
}
